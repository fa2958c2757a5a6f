// Tables of RFC 4180 as rows of fields by the header's names.
import { existsSync, readFileSync } from 'node:fs'

function cells(text) {
  const rows = [[]]
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/gy
  while (cell.lastIndex < text.length) {
    const at = cell.lastIndex
    const [, quoted, bare, end] = cell.exec(text) ?? [null]
    if (end === undefined) throw new Error(`cannot read the table at character ${at}`)
    rows.at(-1).push(quoted !== undefined ? quoted.replaceAll('""', '"') : bare)
    if (end !== ',' && cell.lastIndex < text.length) rows.push([])
  }
  return rows
}

// A file that is not there has no rows.
export function readTable(path) {
  if (!existsSync(path)) return []
  const [head, ...rows] = cells(readFileSync(path, 'utf8'))
  return rows.map((row, i) => {
    if (row.length !== head.length) throw new Error(`${path}: row ${i + 2} has ${row.length} cells, not ${head.length}`)
    return Object.fromEntries(head.map((name, k) => [name, row[k]]))
  })
}
