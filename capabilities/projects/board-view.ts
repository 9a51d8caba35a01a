import type { OutputOf } from "#kernel/operation.ts";
import type { contract } from "./contract.ts";
import type { sortKeys } from "./sort-keys.ts";

export type Card = OutputOf<(typeof contract)["project.board"]>["cards"][number];

/** What somebody looks for on the board; empty is everything. */
export interface BoardFilters {
  readonly typed: string;
  readonly unit: string | null;
  readonly officer: string | null;
  readonly gap: "ANY" | Card["gaps"][number] | null;
  readonly lateOnly: boolean;
}

export const noFilters: BoardFilters = { typed: "", unit: null, officer: null, gap: null, lateOnly: false };

/** Every word that is typed stands in name, number, station or firm; never in names of persons (decision 25). */
export function matchesCard(card: Card, filters: BoardFilters): boolean {
  const { unit, officer, gap } = filters;
  if (unit !== null && String(card.station.id) !== unit) return false;
  if (officer !== null && !card.people.some((person) => String(person.accountId) === officer)) return false;
  if (gap !== null && !(gap === "ANY" ? card.gaps.length > 0 : card.gaps.includes(gap))) return false;
  if (filters.lateOnly && card.late === 0) return false;
  const text = [card.name, card.code, card.station.name, ...card.firms].join("\n").toLocaleLowerCase();
  return filters.typed
    .toLocaleLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

export function countFilters(filters: BoardFilters): number {
  const { typed, unit, officer, gap, lateOnly } = filters;
  return [typed.trim() !== "", unit !== null, officer !== null, gap !== null, lateOnly].filter(Boolean).length;
}

export const columns = ["SIGNED", "LANDED", "CONSTRUCTION", "PRODUCTION", "FOLLOW_UP"] as const;

/** The cards of each stage, and apart those that have left the way. */
export function byStage(cards: readonly Card[]) {
  const isColumn = (stage: string) => columns.some((one) => one === stage);
  return {
    columns: columns.map((stage) => ({ stage, cards: cards.filter((card) => card.stage === stage) })),
    side: cards.filter((card) => !isColumn(card.stage)),
  };
}

export type SortKey = (typeof sortKeys)[number];

const places = { a: "A", b: "B", sponsor: "SPONSOR", specialist: "SPECIALIST" } as const;

/** Who fills a place, as one text; undefined is a gap. */
export function fillerOf(card: Card, place: Card["gaps"][number]): string | undefined {
  const names = card.people.filter((person) => person.place === place).map((person) => person.dutyName);
  return names.length > 0 ? names.join("、") : undefined;
}

/** Cards in the order of a column; gaps stand first, so that they are seen. */
export function sorted(cards: readonly Card[], key: SortKey, down: boolean): Card[] {
  const stageOrder = (card: Card) => {
    const at = columns.findIndex((stage) => stage === card.stage);
    return at === -1 ? columns.length : at;
  };
  const words = new Intl.Collator("zh-CN");
  const compare = (one: Card, other: Card): number => {
    switch (key) {
      case "name":
        return words.compare(one.name, other.name);
      case "stage":
        return stageOrder(one) - stageOrder(other) || one.stageSince.localeCompare(other.stageSince);
      case "station":
        return words.compare(one.station.name, other.station.name);
      case "open":
      case "late":
        return one[key] - other[key];
      default:
        return words.compare(fillerOf(one, places[key]) ?? "", fillerOf(other, places[key]) ?? "");
    }
  };
  const way = down ? -1 : 1;
  return cards.toSorted((one, other) => way * compare(one, other) || words.compare(one.code, other.code));
}
