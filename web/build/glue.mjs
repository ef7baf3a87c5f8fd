/**
 * Of Emscripten's glue, what no page needs: it is given the module, so it has nothing to fetch; no text is wide, no name bound twice, no type
 * unknown, no argument an integer of 64 bits; and an error is an error.
 */
import { readFile } from 'node:fs/promises'

const unneeded = ['instantiateArrayBuffer', 'getBinaryPromise', 'getBinary', 'UTF16ToString', 'stringToUTF16', 'lengthBytesUTF16', 'UTF32ToString', 'stringToUTF32', 'lengthBytesUTF32']
const emptied = ['instantiateAsync', 'throwUnboundTypeError', 'getTypeName', '__embind_register_std_wstring', 'ensureOverloadTable', 'count_emval_handles', 'get_first_emval', 'embind_init_charCodes']

/** What does the same with what browsers have, or for the one case that there is. */
const instead = {
    emval_get_global: '() {return globalThis}',
    extendError: '(base) {return base}',
    callRuntimeCallbacks: '(callbacks) {while (callbacks.length) callbacks.shift()(Module)}',
    readLatin1String: '(at) {let text = ""; while (HEAPU8[at]) text += String.fromCharCode(HEAPU8[at++]); return text}',
    exposePublicSymbol: '(name, value) {Module[name] = value}',
    replacePublicSymbol: '(name, value) {Module[name] = value}',
    embind__requireFunction: '(signature, index) {return getWasmTableEntry(index)}',
    getStringOrSymbol: '(at) {return readLatin1String(at)}',
    run: '() {if (runDependencies > 0 || calledRun) return; calledRun = true; initRuntime(); readyPromiseResolve(Module)}',
    // A fifth more than there was, or less of that, in pages of 64 KB.
    _emscripten_resize_heap: `(wanted) {
        const most = _emscripten_get_heap_max(), least = wanted >>> 0
        for (let cut = 1; least <= most && cut <= 4; cut *= 2) {
            if (emscripten_realloc_buffer(Math.min(most, Math.max(least, HEAPU8.length * (1 + .2 / cut)) + 65535 & ~65535))) return true
        }
        return false
    }`,
    __embind_register_bool: `(type, name, size, yes, no) {registerType(type, {
        name: readLatin1String(name), argPackAdvance: 8, destructorFunction: null, fromWireType: (value) => !!value,
        toWireType: (destructors, value) => value ? yes : no,
        readValueFromPointer: (at) => !!HEAPU8[at],
    })}`,
    // Its length in 32 bits, then UTF-8.
    __embind_register_std_string: `(type, name) {registerType(type, {
        name: readLatin1String(name), argPackAdvance: 8, readValueFromPointer: simpleReadValueFromPointer, destructorFunction: (at) => _free(at),
        fromWireType(at) {
            const text = UTF8Decoder.decode(HEAPU8.subarray(at + 4, at + 4 + HEAPU32[at >> 2]))
            _free(at)
            return text
        },
        toWireType(destructors, text) {
            const octets = new TextEncoder().encode(text), at = _malloc(octets.length + 5)
            HEAPU32[at >> 2] = octets.length
            HEAPU8.set(octets, at + 4)
            if (destructors !== null) destructors.push(_free, at)
            return at
        },
    })}`,
}

const exported = /var (\w+)=Module\["\1"\]=function\(\)\{return\(\1=Module\["\1"\]=Module\["asm"\]\["(\w+)"\]\)\.apply\(null,arguments\)\};/g

/** The glue without these, for a worker of a page. Another Emscripten may name them otherwise, and keeps them. */
export function leanGlue() {
    return {
        name: 'lean glue',
        setup(bundler) {
            // Nor what is wrong with a ZIP: that it cannot be read is said.
            bundler.onLoad({ filter: /fflate\/esm\/browser\.js$/ }, async ({ path }) => ({ contents: (await readFile(path, 'utf8')).replace(/var ec = \[[^\]]*\]/, 'var ec = []'), loader: 'js' }))
            // Nor which argument of a call a program got wrong: the pages' own calls are right, and checked all the same.
            bundler.onLoad({ filter: /src\/core\/arguments\.ts$/ }, async ({ path }) => ({
                contents: (await readFile(path, 'utf8')).replaceAll(/\brefuse\(([\w']+), .*\)$/gm, 'refuse($1)')
                    .replace('message: string, hint: string)', "message = 'A wrong call.', hint = '')"), loader: 'ts',
            }))
            bundler.onLoad({ filter: /popcert-(core|signer|devpki)\.mjs$/ }, async ({ path }) => {
                let contents = (await readFile(path, 'utf8'))
                    .replaceAll(/var ENVIRONMENT_IS_\w+=[^;]*;/g, '').replaceAll(/\bENVIRONMENT_IS_\w+\b/g, 'false')
                for (const name of unneeded) contents = withoutFunction(contents, name, '')
                for (const name of emptied) contents = withoutFunction(contents, name, `function ${name}(){}`)
                for (const [name, body] of Object.entries(instead)) contents = withoutFunction(contents, name, `function ${name}${body}`)
                contents = contents
                    .replace('var UTF16Decoder=new TextDecoder("utf-16le");', '')
                    .replace(/if\(Module\["locateFile"\]\)\{wasmBinaryFile=.*?toString\(\)\}/, '')
                    .replaceAll(/Module\["preloaded\w+"\]=\{\};|Module\["HEAP\w+"\]=(?=HEAP)|if\(Module\["wasmBinary"\]\)wasmBinary=Module\["wasmBinary"\];/g, '')
                // Of what the module exports, what the glue itself calls by name.
                contents = contents.replaceAll(exported, (_, name, short) => (['_malloc', '_free'].includes(name) ? `var ${name} = (octets) => Module.asm.${short}(octets);` : ''))
                // What these say nobody reads: the core has stopped, and that is said.
                contents = contents.replaceAll(/\b(throwBindingError|throwInternalError|TypeError)\((?:[^()"]|"[^"]*"|\([^()]*\))*\)(?!\{)/g, '$1()')
                return { contents, loader: 'js' }
            })
        },
    }
}

function withoutFunction(script, name, replacement) {
    const start = script.indexOf(`function ${name}(`)
    if (start < 0) return script
    let depth = 0
    for (let at = script.indexOf('{', start); at < script.length; at++) {
        if (script[at] === '{') depth++
        if (script[at] === '}' && --depth === 0) return script.slice(0, start) + replacement + script.slice(at + 1)
    }
    return script
}
