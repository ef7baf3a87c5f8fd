/** Numbers as people read them. */

export function spread(values) {
    const sorted = [...values].sort((a, b) => a - b)
    const middle = sorted.length >> 1
    const median = sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    return { median, least: sorted[0], most: sorted.at(-1), runs: sorted.length }
}

const rounded = (value) => (value < 10 ? value.toFixed(1) : Math.round(value).toLocaleString('en'))

export const milliseconds = (each) => (each ? `${rounded(each.median)} (${rounded(each.least)}–${rounded(each.most)})` : '—')

/** A Markdown table; all columns but the first are numbers. */
export function table(head, rows) {
    const line = (cells) => `| ${cells.join(' | ')} |`
    return [line(head), line(head.map((_, i) => (i === 0 ? '---' : '---:'))), ...rows.map(line)].join('\n')
}
