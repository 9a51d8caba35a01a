import { duty, field, moment, type PersonalFields, plain, relation } from "./personal-field.ts";

const contact = field("contact", duty, "L3", "relation", "sealed");
const listed = field("responsibility", duty, "L3", "relation", "sealed");

/** Lists that came as workbooks, the contacts that they name, and the views in which lists are looked at. */
export const importFields = {
  import_batch: {
    columns: {
      id: plain,
      kind: plain,
      state: plain,
      file_name: plain,
      sha256: plain,
      heading_row: plain,
      columns: plain,
      unknown: plain,
      dropped: plain,
      rows: plain,
      version: plain,
      uploaded_by: relation,
      uploaded_at: relation,
      unit_id: plain,
      applied_by: relation,
      applied_at: relation,
      undone_by: relation,
      undone_at: relation,
      swept_at: plain,
      problem: plain,
      written: plain,
      failed: plain,
    },
  },
  import_work: {
    columns: {
      batch_id: plain,
      step: plain,
      file_id: plain,
      asked_by: moment,
      asked_at: moment,
      device: plain,
      readers: plain,
      done: plain,
      total: plain,
      attempts: plain,
      not_before: plain,
      cancelled_by: moment,
      cancelled_at: moment,
    },
  },
  import_row: {
    columns: {
      batch_id: plain,
      row: plain,
      verdict: plain,
      // Known columns only: duty names, police numbers and duty telephones of officers, a firm's contact at work. Cells of
      // the columns that are marked personal are sealed each for itself. A preview shows telephones of persons in part, to
      // everybody; only the workbook of wrong rows has them whole, and only for whoever sent them himself. The duty line of
      // an officer is none of a person: firms read it on their card.
      cells: listed,
      values: listed,
      issues: plain,
      changes: listed,
    },
  },
  import_write: {
    columns: {
      batch_id: plain,
      row: plain,
      no: plain,
      target: plain,
      ref_id: listed,
      before: listed,
      after: listed,
    },
  },
  saved_view: {
    columns: {
      id: plain,
      list: plain,
      // One's own word for what one looks at.
      name: plain,
      account_id: relation,
      unit_id: plain,
      // Filters: among them the officer whose projects are looked at.
      settings: relation,
      is_default: plain,
      version: plain,
      created_by: relation,
      created_at: relation,
    },
  },
  project_contact: { columns: { id: plain, project_id: plain, name: contact, phone: contact } },
} as const satisfies Partial<PersonalFields>;
