/** RFC 4180, UTF-8. What a spreadsheet would take for a formula gets a quote before it. */
export function csvOfCells(head: readonly string[], rows: readonly (readonly string[])[]): string {
    return [head, ...rows].map((cells) => `${cells.map(csvCell).join(',')}\r\n`).join('')
}

/** A separator of some countries, tab or semicolon, would begin a new cell that could hold a formula, so these are quoted too. */
function csvCell(text: string): string {
    const safe = /^\s*[=+\-@|%\t\r\n\uFF0B\uFF0D\uFF1D\uFF20]/.test(text) ? `'${text}` : text
    return /[",;\t\r\n']/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
