// The report of what was done.
import assert from 'node:assert/strict'
import test from 'node:test'

import { json } from '../support/cloud-stub.mjs'
import { NOW, online, shownOf } from '../support/online-logic.mjs'
import { SECRET, setUp } from '../support/online-run.mjs'

const { csvOf, reportOf } = online

/** RFC 4180 by its grammar, not by our writer. */
function parsed(text) {
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

test('rows in which something was done or tried, with times in UTC and without token and code', async () => {
    const seen = setUp({ services: 4 })
    seen.stub.fault(/PUT.*-2\//, () => json(403, { error: { code: 'AuthorizationFailed', message: 'The client, "ada", may not.\r\nAsk.' } }))
    await seen.prove(seen.ids.slice(0, 3))
    const report = reportOf(seen.rows(), seen.ca, NOW)
    assert.equal(report.created, '2026-11-25T12:00:00.000Z')
    assert.deepEqual(report.ca, { subject: seen.ca.subject, sha1: seen.ca.sha1, sha256: seen.ca.sha256 })
    assert.deepEqual(report.lines.map(({ service, outcome }) => [service, outcome]), [['iothub-2', 'Failed'], ['dps-1', 'Verified'], ['dps-3', 'Verified']])
    assert.deepEqual(report.lines[1].steps.map(({ what, at }) => [what, at]),
        [['uploaded', NOW.toISOString()], ['code-generated', NOW.toISOString()], ['verified', NOW.toISOString()]])

    const [head, ...rows] = parsed(csvOf(report))
    assert.equal(rows.length, 3)
    assert.ok(rows.every((row) => row.length === head.length))
    const cell = (row, name) => row[head.indexOf(name)]
    assert.equal(cell(rows[1], 'Resource'), seen.ids[0])
    assert.equal(cell(rows[1], 'CA thumbprint (SHA-1)'), seen.ca.sha1.toUpperCase())
    assert.equal(cell(rows[0], 'Service message'), 'The client, "ada", may not.\r\nAsk.')
    assert.equal(cell(rows[0], 'Service code'), 'AuthorizationFailed')
    const shown = shownOf(report) + csvOf(report)
    assert.ok(!shown.includes(SECRET))
    for (const { verificationCode } of seen.signed[0]) assert.ok(!shown.includes(verificationCode))
})

test('nothing was done, nothing is reported', () => {
    const seen = setUp()
    assert.deepEqual(reportOf(seen.rows(), null, NOW).lines, [])
    assert.equal(parsed(csvOf(reportOf(seen.rows(), null, NOW))).length, 1)
})

for (const evil of ['=cmd|\'/c calc\'!A0', '+1', '-2+3', '@SUM(A1)', '\t=1', '\r=1', '\n=1', ' =1', '|x', '%x', '＝1', '";=1;"', "'=1"]) {
    test(`a spreadsheet takes no formula from ${JSON.stringify(evil)}`, async () => {
        const seen = setUp()
        seen.stub.fault(/GET/, () => json(403, { error: { code: evil, message: evil } }))
        await seen.prove()
        const [head, row] = parsed(csvOf(reportOf(seen.rows(), { ...seen.ca, subject: evil }, NOW, evil)))
        for (const name of ['CA', 'Service message', 'popcert']) {
            const text = row[head.indexOf(name)]
            assert.doesNotMatch(text, /^\s*[=+\-@|%\t\r\n＝]/)
            assert.ok(text.endsWith(evil))
        }
    })
}
