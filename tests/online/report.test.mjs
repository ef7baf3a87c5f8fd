// The report of what was done.
import assert from 'node:assert/strict'
import test from 'node:test'

import { json } from '../support/cloud-stub.mjs'
import { parsed } from '../support/csv.mjs'
import { caOf, NOW, online, shownOf, signed } from '../support/online-logic.mjs'
import { SECRET, setUp } from '../support/online-run.mjs'

const { csvOf, jsonOf, reportOf } = online

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

/** What is said of the steps, and of the proof, in the one line of the report. */
const told = (seen) => {
    const { lines } = reportOf(seen.rows(), seen.ca, NOW)
    assert.equal(lines.length, 1)
    return [lines[0].steps.map(({ what }) => what).join(), lines[0].proof]
}

test('an answer or the reading after it is lost at any request: the report says what was done all the same', async () => {
    const whole = setUp()
    await whole.prove()
    for (let at = 1; at <= whole.stub.requests.length; at++) {
        const seen = setUp()
        seen.stub.after = async () => { if (seen.stub.requests.length === at) throw new TypeError('Failed to fetch') }
        await seen.prove()
        await seen.retry(seen.ids[0])
        const [steps, proof] = told(seen)
        assert.match(steps, /^uploaded,code-generated,(verified|verified-later)$/, `at ${at}`)
        assert.equal(proof, 'with', `at ${at}`)
    }
})

test('cancelled at any request, and begun again: the same', async () => {
    const whole = setUp()
    await whole.prove()
    for (let at = 1; at <= whole.stub.requests.length; at++) {
        const seen = setUp()
        seen.stub.after = async () => { if (seen.stub.requests.length === at) seen.run.cancel() }
        await seen.prove()
        await seen.prove()
        const [steps, proof] = told(seen)
        assert.match(steps, /^uploaded,(code-generated,)?code-generated,(verified|verified-later)$/, `at ${at}`)
        assert.equal(proof, 'with', `at ${at}`)
    }
})

test('the browser itself sends a proof twice, and the second is refused: it was still our proof', async () => {
    const seen = setUp()
    seen.stub.fault(/verify/, async (url, init) => {
        await seen.stub.fetch(url, init)
        return json(412, { code: 412001, message: 'Invalid ETag supplied.' })
    })
    await seen.prove()
    assert.deepEqual([seen.status(), ...told(seen)], ['verified', 'uploaded,code-generated,verified-later', 'with'])
})

test('what the service took and then calls unverified is not called verified; nor is it when somebody else verified it', async () => {
    const seen = setUp()
    seen.stub.fault(/GET .*certificates\/[^?]/, () => json(200, {
        id: 'x', name: seen.row().name, etag: 'e', properties: { subject: 'x', thumbprint: seen.ca.sha1, isVerified: false },
    }))
    await seen.prove()
    assert.deepEqual(told(seen), ['uploaded,code-generated', ''])
    const other = setUp()
    other.stub.put(other.stub.services[0], 'mine', other.ca.der, { isVerified: true })
    await other.prove()
    assert.deepEqual(told(other), ['found-verified', 'not-known'])
    const marked = setUp()
    await marked.run.upload(marked.ids[0], { verified: true })
    assert.deepEqual(told(marked), ['uploaded-as-verified', 'without'])
    const refused = setUp()
    await refused.prove(undefined, ({ verificationCode }) => signed(verificationCode, { ca: 'p256-other' }))
    Object.assign(refused.stub.entries(refused.stub.services[0]).get(refused.row().name), { isVerified: true, etag: 'another' })
    await refused.prove()
    assert.deepEqual(told(refused), ['uploaded,code-generated,found-verified', 'not-known'], 'our proof was refused: it was somebody else')
})

test('a deletion of which the answer is lost is told as done where the entry is gone', async () => {
    const seen = setUp()
    await seen.prove()
    const { entry } = seen.row()
    seen.stub.fault(/DELETE/, async (url, init) => {
        await seen.stub.fetch(url, init)
        throw new TypeError('Failed to fetch')
    })
    await seen.run.remove(seen.ids[0], entry)
    assert.deepEqual([seen.row().error, ...told(seen)], [null, 'uploaded,code-generated,verified,deleted', ''])
    const { before, entry: name } = reportOf(seen.rows(), seen.ca, NOW).lines[0].steps.at(-1)
    assert.deepEqual([before, name], [seen.ca.sha1, 'CA-ca-p256'])
})

test('who, with which version; each CA has lines of its own, and what was done on services that went from the list stays', async () => {
    let who = 'ada@contoso.example'
    const seen = setUp({ services: 2, by: () => who })
    await seen.prove()
    const first = seen.ca
    who = 'grace@contoso.example'
    seen.run.setCa(caOf('p256-other'))
    await seen.run.look()
    await seen.run.upload(seen.ids[0])
    seen.run.setServices([seen.stub.services[0]])
    const gone = seen.gone()
    assert.deepEqual(gone.map(({ service }) => service.name), ['iothub-2'])
    const report = reportOf([...seen.rows(), ...gone], caOf('p256-other'), NOW, '1.2.3')
    assert.deepEqual(report.lines.map(({ service, ca, outcome, by, proof }) => [service, ca.sha1 === first.sha1, outcome, by.join(), proof]), [
        ['dps-1', true, 'Verified', 'ada@contoso.example', 'with'],
        ['dps-1', false, 'Unverified', 'grace@contoso.example', ''],
        ['iothub-2', true, 'Verified', 'ada@contoso.example', 'with'],
    ])
    const [head, ...rows] = parsed(csvOf(report))
    const column = (name) => rows.map((row) => row[head.indexOf(name)])
    assert.deepEqual(column('By'), ['ada@contoso.example', 'grace@contoso.example', 'ada@contoso.example'])
    assert.deepEqual(column('Proof'), ['with proof', '', 'with proof'])
    assert.deepEqual(new Set(column('popcert')), new Set(['1.2.3']))
    assert.deepEqual(column('CA thumbprint (SHA-1)').map((sha1) => sha1.toLowerCase() === first.sha1), [true, false, true])
    assert.deepEqual(JSON.parse(jsonOf(report)), JSON.parse(JSON.stringify(report)))
    assert.equal(JSON.parse(jsonOf(report)).version, '1.2.3')
    // It comes back with what was done there.
    seen.run.setServices(seen.stub.services)
    assert.deepEqual([seen.gone(), seen.row(1).done.length], [[], 3])
})
