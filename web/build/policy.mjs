/** What a page in one file may do: its policy, with the hashes of what is inside, and what no script of it holds. */
import { sha256 } from './bundle.mjs'

const hashOf = (text) => `'sha256-${sha256(text, 'base64')}'`

/** scripts, styles: their texts. others: the directives in which a page differs from one that reaches nothing. */
export function policyOf({ scripts, styles }, others = {}) {
    const directives = {
        'default-src': "'none'",
        'connect-src': "'none'",
        'script-src': `${scripts.map(hashOf).join(' ')} 'wasm-unsafe-eval'`,
        'worker-src': 'blob:',
        'style-src': hashOf(styles),
        'img-src': 'data:',
        'base-uri': "'none'",
        'form-action': "'none'",
        'require-trusted-types-for': "'script'",
        'trusted-types': 'popcert-worker',
        ...others,
    }
    return Object.entries(directives).map((directive) => directive.join(' ')).join('; ')
}

/** What would end an inline script early, open a way out that no policy closes, write markup, or keep something. */
const forbidden = [
    /<\/script/i, /<!--/, /RTCPeerConnection/, /window\.open/, /\beval\(/, /new Function/, /innerHTML|outerHTML|insertAdjacentHTML/,
    /\blocation(\.\w+)?\s*=[^=]/, /\blocation\.(assign|replace)/, /localStorage|sessionStorage|indexedDB|document\.cookie/,
]

/** The script, of the page `file`, which holds none of it. further: what this page's may not hold either. */
export function checkedScript(file, script, further = []) {
    for (const pattern of [...forbidden, ...further]) {
        const found = pattern.exec(script)
        if (found) throw new Error(`The script of ${file} contains '${found[0]}'.`)
    }
    return script
}
