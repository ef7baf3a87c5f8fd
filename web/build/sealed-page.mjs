/** A page in one file that reaches nothing: all that keys are given to are of this kind. */
import { allLinks, dated, howToCheck, oneLink } from './about.mjs'
import { version } from './bundle.mjs'
import { checkedScript, policyOf } from './policy.mjs'
import { filled } from './template.mjs'

/** Ways out that only such a page must not have. */
const waysOut = [
    /\blocation\.reload/,
    // Browsers look names up and open connections for these, whatever the policy says.
    /preconnect|dns-prefetch|modulepreload|prerender|speculationrules/, /<(iframe|object|embed|form)\b/i, /createElement\("?(iframe|object|embed|form|base|meta)"?\)/,
    /\.submit\(|requestSubmit/,
]

/** file: its name, for what it says of itself. */
export function sealedPage(file, template, { styles, start, script, ...parts }) {
    const scripts = [start, script].map((each) => checkedScript(file, each, waysOut))
    return filled(template, { ...parts, policy: policyOf({ scripts, styles }), styles, start, script, version, dated, oneLink, allLinks, about: howToCheck(file) })
}
