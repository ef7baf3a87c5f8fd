import assert from 'node:assert/strict'

/** RFC 4180 by its grammar, not by our writer. */
export function parsed(text) {
    const rows = [[]]
    const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/y
    while (cell.lastIndex < text.length) {
        const found = cell.exec(text)
        assert.ok(found, `not RFC 4180 at ${cell.lastIndex}`)
        rows.at(-1).push(found[1]?.replaceAll('""', '"') ?? found[2])
        if (found[3] === '\r\n') rows.push([])
    }
    assert.deepEqual(rows.pop(), [], 'the last line is not ended')
    return rows
}
