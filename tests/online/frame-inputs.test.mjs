// How much a page can make the framed signer work: the signer's own queue of messages, with a clock of the test's.
import assert from 'node:assert/strict'
import test from 'node:test'

import { online } from '../support/online-logic.mjs'

/** A signer whose every message takes `seconds`, by a clock that only these tests move. */
function signerWhere(context, seconds) {
    let now = 0
    context.mock.method(performance, 'now', () => now)
    context.mock.timers.enable({ apis: ['setTimeout'] })
    const taken = []
    const inputs = new online.Inputs((input) => {
        taken.push(input)
        now += seconds * 1000
        return Promise.resolve()
    })
    const pass = async (rest) => {
        for (let turn = 0; turn < 20; turn += 1) await Promise.resolve()
        context.mock.timers.tick(rest * 1000)
        for (let turn = 0; turn < 20; turn += 1) await Promise.resolve()
    }
    return { inputs, taken, pass }
}
const codes = (number) => ({ type: 'requests', requests: [{ id: String(number), verificationCode: 'A'.repeat(48) }] })

test('after each message the frame rests for as long as it took', async (context) => {
    const { inputs, taken, pass } = signerWhere(context, 4)
    for (const number of [1, 2, 3]) inputs.put(codes(number))
    await pass(0)
    assert.deepEqual(taken, [codes(1)])
    await pass(3.9)
    assert.equal(taken.length, 1)
    await pass(0.2)
    assert.deepEqual(taken, [codes(1), codes(3)], 'of those that waited only the last')
})

test('a page that sends without end is not worked for without end, until the person acts', async (context) => {
    const { inputs, taken, pass } = signerWhere(context, 4)
    for (let number = 0; number < 100; number += 1) {
        inputs.put(codes(number))
        await pass(5)
    }
    assert.equal(taken.length, 8, 'thirty seconds of work')
    inputs.acted()
    await pass(0)
    assert.deepEqual(taken.at(-1), codes(99), 'the last one has waited for the person')
})

test('while something is made nothing is taken, whoever acts', async (context) => {
    const { inputs, taken, pass } = signerWhere(context, 4)
    inputs.hold(true)
    inputs.put(codes(1))
    inputs.acted()
    await pass(10)
    assert.deepEqual(taken, [])
    inputs.hold(false)
    await pass(0)
    assert.deepEqual(taken, [codes(1)])
})

test('two wishes for an appearance that wait are both kept', async (context) => {
    const { inputs, taken, pass } = signerWhere(context, 1)
    inputs.put(codes(1))
    inputs.put({ type: 'appearance', theme: 'dark' })
    inputs.put({ type: 'appearance', language: 'de' })
    await pass(1)
    assert.deepEqual(taken.slice(1), [{ type: 'appearance', theme: 'dark', language: 'de' }])
})
