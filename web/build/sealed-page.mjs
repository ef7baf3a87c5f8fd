/** A page in one file that reaches nothing: the one policy of all that keys are given to, with the hashes of what is inside. */
import { allLinks, dated, howToCheck, oneLink } from './about.mjs'
import { sha256, version } from './bundle.mjs'
import { filled } from './template.mjs'

/** What would end an inline script early, keep something, write markup, or open a way out that no policy closes. */
const forbidden = [
    /<\/script/i, /<!--/, /RTCPeerConnection/, /window\.open/, /\beval\(/, /new Function/, /innerHTML|outerHTML|insertAdjacentHTML/,
    /\blocation(\.\w+)?\s*=[^=]/, /\blocation\.(assign|replace|reload)/, /localStorage|sessionStorage|indexedDB|document\.cookie/,
    // Browsers look names up and open connections for these, whatever the policy says.
    /preconnect|dns-prefetch|modulepreload|prerender|speculationrules/, /<(iframe|object|embed|form)\b/i, /createElement\("?(iframe|object|embed|form|base|meta)"?\)/,
    /\.submit\(|requestSubmit/,
]

function refuse(name, script) {
    for (const pattern of forbidden) {
        const found = pattern.exec(script)
        if (found) throw new Error(`The script of ${name} contains '${found[0]}'.`)
    }
}

/** file: its name, for what it says of itself. */
export function sealedPage(file, template, { styles, start, script, ...parts }) {
    refuse(file, start)
    refuse(file, script)
    const policy = [
        "default-src 'none'",
        "connect-src 'none'",
        `script-src 'sha256-${sha256(start, 'base64')}' 'sha256-${sha256(script, 'base64')}' 'wasm-unsafe-eval'`,
        'worker-src blob:',
        `style-src 'sha256-${sha256(styles, 'base64')}'`,
        'img-src data:',
        "base-uri 'none'",
        "form-action 'none'",
        "require-trusted-types-for 'script'",
        'trusted-types popcert-worker',
    ].join('; ')
    return filled(template, { ...parts, policy, styles, start, script, version, dated, oneLink, allLinks, about: howToCheck(file) })
}
