/**
 * Rewrites a WebAssembly module so that it tells which way every branch goes and which address every access uses, and
 * gathers that from a run. Needs wasm-dis and wasm-as of Binaryen, which come with Emscripten.
 *
 * A site is one operand of one instruction, named by its function and its number there:
 *   - the condition of if, br_if and select: its truth value;
 *   - the index of br_table and call_indirect, the address of a load or store, both operands of a division: the value.
 */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'

import { run, temporaryFile } from '../support/openssl.mjs'

// -- The text: nested lists of strings

function parse(text) {
    const token = /"(?:[^"\\]|\\.)*"|;;[^\n]*|\(;[^]*?;\)|[()]|[^\s()"]+/g
    const stack = [[]]
    for (const [word] of text.matchAll(token)) {
        if (word === '(') stack.push([])
        else if (word === ')') {
            const list = stack.pop()
            stack.at(-1).push(list)
        } else if (!word.startsWith(';;') && !word.startsWith('(;')) stack.at(-1).push(word)
    }
    assert.equal(stack.length, 1)
    return stack[0][0]
}

const print = (node) => (typeof node === 'string' ? node : `(${node.map(print).join(' ')})`)

const isList = (node, head) => Array.isArray(node) && (head === undefined || node[0] === head)
const lists = (node, head) => node.filter((child) => isList(child, head))

// -- The instructions

const access = /^(i32|i64|f32|f64)\.(load|store)/
const division = /^(i32|i64)\.(div|rem)_/
const lastOperandDecides = { br_if: 'truth', select: 'truth', br_table: 'i32', call_indirect: 'i32' }

/** Where the operands of interest stand in an instruction, and what is of interest. */
function operandsOf(node) {
    const [name] = node
    const operands = node.flatMap((child, at) => (isList(child) && !/^(result|type|param)$/.test(child[0]) ? [at] : []))
    const how = lastOperandDecides[name]
    if (how !== undefined) return name === 'br_if' && operands.length === 0 ? [] : [[operands.at(-1), how]]
    if (name === 'if') return [[operands[0], 'truth']]
    if (access.test(name)) return [[operands[0], 'i32']]
    const [, type] = division.exec(name) ?? []
    return type ? operands.map((at) => [at, type]) : []
}

/** Instruments the children and then the node itself, in place; `add` gives each site its number. */
function instrument(node, add) {
    for (const child of node) if (isList(child)) instrument(child, add)
    for (const [at, how] of operandsOf(node)) {
        node[at] = ['call', `$trace_${how}`, ['i32.const', String(add(node[0]))], node[at]]
    }
}

/** The function under another name, and one of its own name that pauses the trace, calls it and resumes. */
function paused(func) {
    const [head, name, ...rest] = func
    const parameters = lists(rest, 'param'), [result] = lists(rest, 'result')
    const inner = [head, `${name}_traced`, ...rest]
    const call = ['call', `${name}_traced`, ...parameters.map(([, parameter]) => ['local.get', parameter])]
    const body = result
        ? [['local', '$result', result[1]], ['call', '$trace_pause'], ['local.set', '$result', call],
            ['call', '$trace_resume'], ['local.get', '$result']]
        : [['call', '$trace_pause'], call, ['call', '$trace_resume']]
    return [inner, [head, name, ...parameters, ...(result ? [result] : []), ...body]]
}

const imports = parse(`(module
    (import "trace" "truth" (func $trace_truth (param i32 i32) (result i32)))
    (import "trace" "i32" (func $trace_i32 (param i32 i32) (result i32)))
    (import "trace" "i64" (func $trace_i64 (param i32 i64) (result i64)))
    (import "trace" "pause" (func $trace_pause))
    (import "trace" "resume" (func $trace_resume)))`).slice(1)

/** "12:popcert::der::Reader::take\28bool\29" for each function: what --emit-symbol-map writes. */
function readSymbols(path) {
    const character = (_, hex) => String.fromCharCode(parseInt(hex, 16))
    const lines = readFileSync(path, 'utf8').trim().split('\n')
    return lines.map((line) => line.replace(/^\d+:/, '').replace(/\\([0-9a-f]{2})/g, character))
}

/**
 * @param path without its ending: .wasm, .mjs and .mjs.symbols are read
 * @param isPublic whether a function, by its name, and all that it calls, works on nothing secret
 */
export function instrumented(path, isPublic) {
    const dis = run('wasm-dis', [`${path}.wasm`])
    assert.equal(dis.status, 0, dis.stderr)
    const module = parse(dis.stdout.toString())
    const names = readSymbols(`${path}.mjs.symbols`)
    const imported = lists(module, 'import').filter((node) => node.some((child) => isList(child, 'func'))).length
    const sites = [], publicNames = []
    const functions = lists(module, 'func')
    assert.equal(imported + functions.length, names.length, 'the symbol map is of this module')

    const out = functions.flatMap((func, index) => {
        const name = names[imported + index]
        const before = sites.length
        instrument(func, (instruction) => sites.push({ func: name, at: `${instruction} ${sites.length - before}` }) - 1)
        if (!isPublic(name)) return [func]
        publicNames.push(name)
        return paused(func)
    })
    const rest = module.filter((node) => !isList(node, 'func'))
    const firstImport = rest.findIndex((node) => isList(node, 'import'))
    rest.splice(firstImport, 0, ...imports)
    const text = temporaryFile(print([...rest, ...out]), '.wat')
    const done = run('wasm-as', [text, '-o', `${text}.wasm`])
    assert.equal(done.status, 0, done.stderr)
    const wasmBinary = new Uint8Array(readFileSync(`${text}.wasm`))
    return { wasmBinary, glue: pathToFileURL(`${path}.mjs`).href, sites, publicNames }
}

/** What a run did: how often each site was passed, and a hash over its values in their order. */
class Trace {
    #paused = 1
    constructor(sites) {
        this.sites = sites
        this.counts = new Uint32Array(sites.length)
        this.hashes = new Uint32Array(sites.length)
    }
    #add(site, value) {
        if (this.#paused !== 0) return
        this.counts[site]++
        const mixed = Math.imul(this.hashes[site] ^ value, 0x9e3779b1)
        this.hashes[site] = mixed ^ (mixed >>> 15)
    }
    /** What a module made by `instrumented` imports as "trace". */
    imports = {
        truth: (site, value) => (this.#add(site, value === 0 ? 1 : 2), value),
        i32: (site, value) => (this.#add(site, value), value),
        i64: (site, value) => {
            this.#add(site, Number(value >> 32n))
            this.#add(site, Number(value & 0xffffffffn))
            return value
        },
        pause: () => void this.#paused++,
        resume: () => void this.#paused--,
    }
    /** Traces while the function runs. */
    during(action) {
        this.#paused--
        try {
            return action()
        } finally {
            this.#paused++
        }
    }
    /** The sites where another run went another way. */
    differences(other) {
        return this.sites.filter((_, i) => this.counts[i] !== other.counts[i] || this.hashes[i] !== other.hashes[i])
    }
    get total() {
        return this.counts.reduce((sum, count) => sum + count, 0)
    }
}

/** A fresh instance of what `instrumented` made, and the trace that it writes. */
export async function load({ wasmBinary, glue, sites }) {
    const trace = new Trace(sites)
    const { default: create } = await import(glue)
    const instantiate = WebAssembly.instantiate
    WebAssembly.instantiate = (octets, imports) => instantiate(octets, { ...imports, trace: trace.imports })
    try {
        return { core: await create({ wasmBinary, locateFile: (file) => file }), trace }
    } finally {
        WebAssembly.instantiate = instantiate
    }
}
