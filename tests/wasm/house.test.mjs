// The house as it is drawn: which folder of the core may use which, and no circle between files. A file of C++ and its header are one;
// in TypeScript types count like everything else, for a reader follows them too.
import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import { test } from 'node:test'

import { repository } from '../support/fixtures.mjs'

/** From the ground up: each may use those before it. */
const FLOORS = ['base', 'der', 'pem', 'sentences', 'crypto', 'x509', 'keys', 'files', 'proof', 'chain', 'devpki']

/** name -> names of files that it uses, of those that are there: what the build makes, and packages, use nothing. */
function usesIn(folder, ending, usedBy) {
    const files = readdirSync(join(repository, folder), { recursive: true }).map((file) => file.replaceAll('\\', '/')).filter((file) => ending.test(file)).sort()
    const nameOf = (file) => file.replace(ending, '')
    const uses = new Map(files.map((file) => [nameOf(file), new Set()]))
    for (const file of files) {
        for (const used of usedBy(readFileSync(join(repository, folder, file), 'utf8'), file)) {
            if (uses.has(used) && used !== nameOf(file)) uses.get(nameOf(file)).add(used)
        }
    }
    return uses
}

const core = usesIn('core', /\.(?:h|cc)$/, (text) => [...text.matchAll(/^#include "([^"]+)\.h"/gm)].map(([, path]) => path))

const web = usesIn('web/src', /\.tsx?$/, (text, file) =>
    [...text.matchAll(/^(?:import|export)\b[^'"]*?\bfrom '(\.[^']+)'|^import '(\.[^']+)'|\bimport\('(\.[^']+)'\)/gm)]
        .map(([, ...paths]) => posix.join(dirname(file), paths.find((path) => path !== undefined)))
        .map((path) => existsSync(join(repository, 'web/src', path, 'index.ts')) ? `${path}/index` : path))

/** The names on a way that leads back to where it began; empty where there is none. */
function circleIn(uses) {
    const done = new Set(), way = []
    const from = (name) => {
        if (way.includes(name)) return [...way.slice(way.indexOf(name)), name]
        if (done.has(name)) return []
        way.push(name)
        for (const next of uses.get(name)) {
            const circle = from(next)
            if (circle.length > 0) return circle
        }
        way.pop()
        done.add(name)
        return []
    }
    return [...uses.keys()].map(from).find((circle) => circle.length > 0) ?? []
}

const count = (uses) => [...uses.values()].reduce((sum, used) => sum + used.size, 0)

test('what a circle is: two or three that lead back, and not a diamond', () => {
    const graph = (members) => new Map(Object.entries(members).map(([name, used]) => [name, new Set(used)]))
    assert.deepEqual(circleIn(graph({ a: ['b'], b: ['a'] })), ['a', 'b', 'a'])
    assert.deepEqual(circleIn(graph({ a: ['b'], b: ['c'], c: ['d'], d: ['b'] })), ['b', 'c', 'd', 'b'])
    assert.deepEqual(circleIn(graph({ a: ['b', 'c'], b: ['d'], c: ['d'], d: [] })), [])
})

test('no circle between files of the core', () => {
    assert.ok(core.size > 100 && count(core) > 400, `${core.size} files, ${count(core)} uses: they are found`)
    assert.deepEqual(circleIn(core), [])
})

test('no circle between files of the pages, the package and the command', () => {
    assert.ok(web.size > 200 && count(web) > 900, `${web.size} files, ${count(web)} uses: they are found`)
    assert.deepEqual(circleIn(web), [])
})

test('no folder of the core uses one above it, and there is no other', () => {
    const floor = (name) => FLOORS.indexOf(name.split('/')[0])
    assert.deepEqual([...core.keys()].filter((name) => floor(name) === -1), [])
    const upwards = [...core].flatMap(([name, used]) => [...used].filter((one) => floor(one) > floor(name)).map((one) => `${name} -> ${one}`))
    assert.deepEqual(upwards, [])
})

test('only core/crypto sees BearSSL, and the core no Emscripten', () => {
    const including = (pattern) => readdirSync(join(repository, 'core'), { recursive: true }).map((file) => file.replaceAll('\\', '/'))
        .filter((file) => /\.(?:h|cc)$/.test(file) && pattern.test(readFileSync(join(repository, 'core', file), 'utf8')))
    const bearssl = including(/#include [<"]bearssl/)
    assert.ok(bearssl.length > 5, 'they are found')
    assert.deepEqual(bearssl.filter((file) => !file.startsWith('crypto/')), [])
    assert.deepEqual(including(/#include [<"]emscripten/), [])
})
