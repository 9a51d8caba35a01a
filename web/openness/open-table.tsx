import { useWords } from "#web/i18n/index.ts";
import { classNames } from "#web/ui/class-names.ts";

interface Props<Column extends string> {
  columns: readonly Column[];
  /** Each row by what tells it from the others, with a text for each column. */
  rows: readonly { readonly key: string; readonly cells: Readonly<Record<Column, string>> }[];
  looks: readonly (string | undefined)[];
  /** Its name, or the id of the heading that names it. */
  label?: string;
  labelledBy?: string;
}

/** A table of texts on the public page; on a phone each cell says its column. */
export function OpenTable<Column extends string>({ columns, rows, looks, label, labelledBy }: Props<Column>) {
  const { say } = useWords();
  return (
    <table className={classNames(...looks)} role="table" aria-label={label} aria-labelledby={labelledBy}>
      <thead role="rowgroup" className="desk-only">
        <tr role="row">
          {columns.map((column) => (
            <th key={column} scope="col" role="columnheader">
              {say(`openness.col.${column}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map(({ key, cells }) => (
          <tr key={key} role="row">
            {columns.map((column) => (
              <td key={column} role="cell" data-label={say(`openness.col.${column}`)}>
                {cells[column]}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
