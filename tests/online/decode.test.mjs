// How foreign data is taken: member by member, bounded, with a place and a reason, and without an exception.
import assert from 'node:assert/strict'
import test from 'node:test'

import { online, shownOf } from '../support/online-logic.mjs'

const {
    anything, base64, count, date, flag, into, json, lenient, list, misfit, object, octets, oneOf, optional, orNull, sentenceOf, such, taken, text, variant,
} = online.decode
const good = (decode, value) => {
    const result = decode(value)
    assert.ok(result.ok, result.ok ? '' : sentenceOf(result.error))
    return result.value
}
const why = (decode, value) => {
    const result = decode(value)
    assert.equal(result.ok, false, 'it was taken')
    return sentenceOf(result.error)
}

const point = object({ x: count, name: optional(text(5), null) })

test('what is named is taken, and nothing else', () => {
    const given = { x: 1, name: 'a', y: 2, toString: () => 'x' }
    assert.deepEqual(good(point, given), { x: 1, name: 'a' })
    assert.notEqual(good(point, given), given)
    assert.deepEqual(good(point, { x: 0 }), { x: 0, name: null })
})

test('a misfit has its place, and quotes nothing', () => {
    const shape = object({ points: list(point, 3), inner: optional(object({ flag }), null) })
    assert.equal(why(shape, null), 'it is not an object')
    assert.equal(why(shape, []), 'it is not an object')
    assert.equal(why(shape, {}), '"points" is missing')
    assert.equal(why(shape, { points: null }), '"points" is missing')
    assert.equal(why(shape, { points: {} }), '"points" is not a list')
    assert.equal(why(shape, { points: [{ x: 1 }, { x: -1 }] }), '"points[1].x" is not a whole number from 0 on')
    assert.equal(why(shape, { points: [{ x: 1, name: 'secret' }] }), '"points[0].name" is longer than 5 characters')
    assert.equal(why(shape, { points: [{}, {}, {}, {}] }), '"points" holds more than 3')
    assert.equal(why(shape, { points: [], inner: { flag: 1 } }), '"inner.flag" is neither true nor false')
    assert.equal(why(list(list(flag, 2), 2), [[true], [0]]), '"[1][0]" is neither true nor false')
})

test('members of a prototype are none', () => {
    const shape = object({ constructor: optional(anything, 'none'), toString: optional(anything, 'none') })
    assert.deepEqual({ ...good(shape, {}) }, { constructor: 'none', toString: 'none' })
    const evil = JSON.parse('{"__proto__": {"x": 1}}')
    assert.equal(why(point, evil), '"x" is missing')
    assert.equal(why(object({}, { others: 'refused' }), evil), 'it has a member that is not known, “__proto__”')
    assert.equal({}.x, undefined)
})

test('strangers are left or refused; names are the same in any case, or are not', () => {
    const shape = { etag: text(9) }
    assert.deepEqual(good(object(shape, { anyCase: true }), { ETag: 'e', id: 1 }), { etag: 'e' })
    assert.equal(why(object(shape), { ETag: 'e' }), '"etag" is missing')
    assert.equal(why(object(shape, { others: 'refused' }), { etag: 'e', ['x'.repeat(90)]: 1 }), `it has a member that is not known, “${'x'.repeat(40)}”`)
    assert.deepEqual(good(object(shape, { others: 'refused', anyCase: true }), { ETAG: 'e' }), { etag: 'e' })
})

test('absent, null and lenient are three things', () => {
    assert.equal(good(optional(text(1), 'x'), undefined), 'x')
    assert.equal(good(optional(text(1), 'x'), null), 'x')
    assert.equal(why(optional(text(1), 'x'), 5), 'it is not text')
    assert.equal(good(orNull(text(1)), null), null)
    assert.equal(why(orNull(text(1)), undefined), 'it is not text')
    assert.equal(good(lenient(text(1), null), { a: 1 }), null)
})

test('single values, and what only looks like them', () => {
    for (const bad of [-1, 0.5, NaN, Infinity, 2 ** 53, '1', 1n, null]) assert.match(why(count, bad), /whole number/)
    for (const bad of [new Date(NaN), 0, '2026-11-25', null]) assert.match(why(date, bad), /not a date/)
    assert.equal(why(oneOf('light', 'dark'), 'Light'), 'it is not light or dark')
    assert.equal(why(oneOf(1), '1'), 'it is not 1')
    assert.match(why(text(3), new String('a')), /not text/)
    for (const bad of [[1], new ArrayBuffer(1), new Uint8Array(3), null]) assert.match(why(octets(2), bad), /not up to 2 octets/)
    const all = new Uint8Array([1, 2, 3, 4])
    const copy = good(octets(2), all.subarray(1, 3))
    assert.deepEqual([...copy, copy.buffer.byteLength], [2, 3, 2])
})

test('objects of several kinds', () => {
    const message = variant('type', { ready: object({ version: text(9) }), done: object({ made: count }) })
    assert.deepEqual(good(message, { type: 'done', made: 2, version: 'x' }), { type: 'done', made: 2 })
    assert.equal(why(message, { type: 'ready' }), '"version" is missing')
    for (const type of ['other', 'toString', '__proto__', 'constructor']) assert.equal(why(message, { type }), '"type" is of no kind that is known')
    for (const bad of [{}, { type: 1 }, null, 'ready']) why(message, bad)
})

test('further steps keep the reason of the first that does not fit', () => {
    const even = such(count, (value) => value % 2 === 0, 'is odd')
    const half = into(even, (value) => value > 10 ? misfit('is too much', 'half') : taken(value / 2))
    assert.equal(good(half, 8), 4)
    assert.equal(why(half, 'x'), 'it is not a whole number from 0 on')
    assert.equal(why(half, 7), 'it is odd')
    assert.equal(why(half, 12), '"half" is too much')
})

test('JSON and base64: what a parser says is not repeated', () => {
    assert.deepEqual(good(json(99), '\uFEFF{"a":1}'), { a: 1 })
    const secret = '{"key": "c2VjcmV0'
    assert.equal(why(json(99), secret), 'it is not valid JSON')
    assert.ok(!shownOf(json(99)(secret)).includes('c2Vj'))
    assert.equal(why(json(3), '{"a":1}'), 'it is longer than 3 characters')
    assert.deepEqual([...good(base64, ' AQ\r\nID ')], [1, 2, 3])
    assert.equal(why(base64, 'A!'), 'it is not base64')
    assert.equal(why(json(1 << 20), '['.repeat(500_000)), 'it is not valid JSON')
})
