// How a page shares out what it asks its workers: what each is given at once, what waits, and what becomes of it when a worker ends.
// The workers are stand-ins that answer when the test wants it; no clock runs.
import assert from 'node:assert/strict'
import { test } from 'node:test'

import { importSource } from '../support/source.mjs'

const { CoreClient } = await importSource('web/src/core/client.ts')

const call = (name, changes = {}) => ({ name, files: {}, touchesKey: false, refused: ({ code }) => ({ refused: code }), ...changes })
const check = call('check')
const inspect = call('inspect', { touchesKey: true })
const create = call('create', { touchesKey: true, isShared: true })

class StandIn {
    posted = []
    isEnded = false

    postMessage(message) {
        this.posted.push(message)
    }

    terminate() {
        this.isEnded = true
    }

    say(data) {
        this.onmessage?.({ data })
    }

    /** The request of that place among those that were posted. */
    answer(place, output) {
        this.say({ id: this.posted.filter(({ call }) => call !== undefined)[place].id, output })
    }

    get asked() {
        return this.posted.flatMap(({ call, input }) => (call === undefined ? [] : [`${call} ${input.n}`]))
    }
}

/** early: what the first worker said before the page listened. */
function setUp(t, early = []) {
    t.mock.timers.enable({ apis: ['setTimeout'] })
    const workers = [new StandIn()]
    const start = () => workers[workers.push(new StandIn()) - 1]
    const client = new CoreClient({ first: workers[0], early, start })
    const ask = (what, n) => client.call(what, { n })
    return { client, workers, ask, standBy: () => t.mock.timers.tick(300) }
}

test('a worker is given what follows before it has answered, four at most, and in order', async (t) => {
    const { workers: [only], ask } = setUp(t)
    const jobs = [0, 1, 2, 3, 4, 5].map((n) => ask(n === 0 ? inspect : check, n))
    assert.deepEqual(only.asked, ['inspect 0', 'check 1', 'check 2', 'check 3'])
    only.answer(0, 'zero')
    assert.deepEqual(only.asked.slice(4), ['check 4'])
    // An answer belongs to what it names, whatever comes first.
    only.answer(2, 'two')
    only.answer(1, 'one')
    assert.deepEqual(only.asked.slice(5), ['check 5'])
    assert.deepEqual(await Promise.all(jobs.slice(0, 3).map(({ result }) => result)), ['zero', 'one', 'two'])
})

test('what needs no key goes to the worker that stands by; what needs one goes to the worker that has it, even if that is busy', (t) => {
    const { workers, ask, standBy } = setUp(t)
    workers[0].say({ module: null })
    ask(inspect, 0)
    workers[0].answer(0, '')
    standBy()
    assert.equal(workers.length, 2)
    ask(inspect, 1)
    ask(check, 2)
    ask(inspect, 3)
    ask(check, 4)
    assert.deepEqual(workers.map(({ asked }) => asked), [['inspect 0', 'inspect 1', 'inspect 3'], ['check 2', 'check 4']])
})

test('nothing waits behind a list, and a list behind nothing', (t) => {
    const { workers, ask } = setUp(t)
    ask(check, 0)
    ask(create, 1)
    assert.deepEqual(workers[0].asked, ['check 0'], 'the list waits until a worker is free')
    workers[0].answer(0, '')
    assert.deepEqual(workers[0].asked, ['check 0', 'create 1'])
    ask(check, 2)
    assert.deepEqual(workers.map(({ asked }) => asked), [['check 0', 'create 1'], ['check 2']], 'a check takes another worker')
    ask(inspect, 3)
    assert.deepEqual(workers[0].asked, ['check 0', 'create 1'], 'the key stays with the one that has it')
    workers[0].answer(1, '')
    assert.deepEqual(workers[0].asked, ['check 0', 'create 1', 'inspect 3'])
})

test('whoever is cancelled ends its worker; what that was given besides is done by the next', async (t) => {
    const { workers, ask } = setUp(t)
    const first = ask(inspect, 0)
    const second = ask(check, 1)
    const forgotten = ask(check, 2)
    forgotten.forget()
    first.cancel()
    assert.deepEqual(await first.result, { refused: 'CANCELLED' })
    assert.ok(workers[0].isEnded)
    assert.deepEqual(workers[1].asked, ['check 1'])
    workers[0].say({ id: workers[0].posted[1].id, output: 'from the dead' })
    workers[1].answer(0, 'done')
    assert.equal(await second.result, 'done')
})

test('when the key is no longer in hand, its worker ends, with its part of a list, and all else is asked again in order', async (t) => {
    const { client, workers, ask } = setUp(t)
    for (const n of [0, 1, 2, 3, 4]) ask(n === 0 ? inspect : check, n)
    client.endKey()
    assert.ok(workers[0].isEnded)
    assert.deepEqual(workers[1].asked, ['inspect 0', 'check 1', 'check 2', 'check 3'], 'before what had still to wait')
    for (const n of [0, 1, 2, 3, 4]) workers[1].answer(n, '')
    const list = ask(create, 2)
    client.endKey()
    assert.ok(workers[1].isEnded)
    assert.deepEqual(await list.result, { refused: 'CANCELLED' })
    assert.equal(workers.length, 2, 'nobody is asked for it again')
})

test('a worker that crashes takes with it what it was doing, and nothing else', async (t) => {
    const { workers, ask } = setUp(t)
    const crashed = ask(inspect, 0)
    const other = ask(check, 1)
    workers[0].onerror({ preventDefault() {} })
    assert.deepEqual(await crashed.result, { refused: 'CORE_CRASHED' })
    assert.deepEqual(workers[1].asked, ['check 1'])
    workers[1].answer(0, 'done')
    assert.equal(await other.result, 'done')
})

test('what the first worker said before the page listened counts: the next is given its module', (t) => {
    const module = new WebAssembly.Module(Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0))
    const { workers, ask, standBy } = setUp(t, [{ module }])
    ask(check, 0)
    workers[0].answer(0, '')
    standBy()
    assert.deepEqual(workers[1].posted, [{ module }])
})
