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

/**
 * The function as it was, under another name; where it is not public, instrumented under a third one; and under its own name one that
 * calls the second while it is traced. What is public pauses the trace, for all that it calls: much is done outside of it, too.
 */
function twofold(func, isPublic, add) {
    const [head, name, ...rest] = func
    const parameters = lists(rest, 'param'), results = lists(rest, 'result')
    const call = (which) => ['call', `${name}_${which}`, ...parameters.map(([, parameter]) => ['local.get', parameter])]
    const plain = [head, `${name}_plain`, ...rest]
    if (isPublic) {
        const body = results.length !== 0
            ? [['local', '$result', results[0][1]], ['call', '$trace_pause'], ['local.set', '$result', call('plain')],
                ['call', '$trace_resume'], ['local.get', '$result']]
            : [['call', '$trace_pause'], call('plain'), ['call', '$trace_resume']]
        return [plain, [head, name, ...parameters, ...results, ...body]]
    }
    const traced = [head, `${name}_traced`, ...structuredClone(rest)]
    instrument(traced, add)
    const body = ['if', ...results, ['global.get', '$trace_paused'], ['then', call('plain')], ['else', call('traced')]]
    return [plain, traced, [head, name, ...parameters, ...results, body]]
}

const imports = parse(`(module
    (import "trace" "truth" (func $trace_truth (param i32 i32) (result i32)))
    (import "trace" "i32" (func $trace_i32 (param i32 i32) (result i32)))
    (import "trace" "i64" (func $trace_i64 (param i32 i64) (result i64)))
    (import "trace" "paused" (global $trace_paused (mut i32)))
    (import "trace" "pause" (func $trace_pause))
    (import "trace" "resume" (func $trace_resume)))`).slice(1)

/** "12:popcert::der::Reader::take\28bool\29" for each function: what --emit-symbol-map writes. */
function readSymbols(path) {
    const character = (_, hex) => String.fromCharCode(parseInt(hex, 16))
    const lines = readFileSync(path, 'utf8').trim().split('\n')
    return lines.map((line) => line.replace(/^\d+:/, '').replace(/\\([0-9a-f]{2})/g, character))
}

function assembled(text) {
    const file = temporaryFile(text, '.wat')
    const done = run('wasm-as', ['--enable-mutable-globals', file, '-o', `${file}.wasm`])
    assert.equal(done.status, 0, done.stderr)
    return new Uint8Array(readFileSync(`${file}.wasm`))
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
        if (isPublic(name)) publicNames.push(name)
        return twofold(func, isPublic(name), (instruction) => sites.push({ func: name, at: `${instruction} ${sites.length - before}` }) - 1)
    })
    const rest = module.filter((node) => !isList(node, 'func'))
    const firstImport = rest.findIndex((node) => isList(node, 'import'))
    rest.splice(firstImport, 0, ...imports)
    const wasmBinary = assembled(print([...rest, ...out]))
    return { wasmBinary, glue: pathToFileURL(`${path}.mjs`).href, sites, publicNames, recorder: new WebAssembly.Module(assembled(recorder(sites.length))) }
}

/**
 * A module that keeps, of each site, how often it was passed and a hash over its values in their order: what is traced is called a
 * hundred million times, and in WebAssembly that takes a fraction of the time. In its memory: all counts, then all hashes.
 */
const recorder = (sites) => `(module
    (import "trace" "paused" (global $paused (mut i32)))
    (memory (export "memory") ${Math.ceil(sites * 8 / 65536) || 1})
    (func $add (param $site i32) (param $value i32)
        (local $at i32) (local $mixed i32)
        (block $on (br_if $on (i32.eqz (global.get $paused))) (return))
        (local.set $at (i32.mul (local.get $site) (i32.const 4)))
        (i32.store (local.get $at) (i32.add (i32.load (local.get $at)) (i32.const 1)))
        (local.set $mixed (i32.mul (i32.xor (i32.load offset=${sites * 4} (local.get $at)) (local.get $value)) (i32.const 0x9e3779b1)))
        (i32.store offset=${sites * 4} (local.get $at) (i32.xor (local.get $mixed) (i32.shr_u (local.get $mixed) (i32.const 15)))))
    (func (export "truth") (param $site i32) (param $value i32) (result i32)
        (call $add (local.get $site) (i32.add (i32.ne (local.get $value) (i32.const 0)) (i32.const 1)))
        (local.get $value))
    (func (export "i32") (param $site i32) (param $value i32) (result i32)
        (call $add (local.get $site) (local.get $value))
        (local.get $value))
    (func (export "i64") (param $site i32) (param $value i64) (result i64)
        (call $add (local.get $site) (i32.wrap_i64 (i64.shr_u (local.get $value) (i64.const 32))))
        (call $add (local.get $site) (i32.wrap_i64 (local.get $value)))
        (local.get $value))
    (func (export "pause") (global.set $paused (i32.add (global.get $paused) (i32.const 1))))
    (func (export "resume") (global.set $paused (i32.sub (global.get $paused) (i32.const 1)))))`

/** What a run did. */
class Trace {
    constructor(sites, recorder) {
        this.sites = sites
        const paused = new WebAssembly.Global({ value: 'i32', mutable: true }, 1)
        const { memory, ...functions } = new WebAssembly.Instance(recorder, { trace: { paused } }).exports
        /** What a module made by `instrumented` imports as "trace". */
        this.imports = { paused, ...functions }
        this.counts = new Uint32Array(memory.buffer, 0, sites.length)
        this.hashes = new Uint32Array(memory.buffer, sites.length * 4, sites.length)
    }
    /** Traces while the function runs. */
    during(action) {
        this.imports.resume()
        try {
            return action()
        } finally {
            this.imports.pause()
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
export async function load({ wasmBinary, glue, sites, recorder }) {
    const trace = recorder === undefined ? null : new Trace(sites, recorder)
    const { default: create } = await import(glue)
    const instantiate = WebAssembly.instantiate
    WebAssembly.instantiate = (octets, imports) => instantiate(octets, { ...imports, trace: trace?.imports })
    try {
        return { core: await create({ wasmBinary, locateFile: (file) => file }), trace }
    } finally {
        WebAssembly.instantiate = instantiate
    }
}
