/** What a page says of itself in its footer: of which day its source is, where the project lives, and how to know that the file is the right one. */
import { execFileSync } from 'node:child_process'
import { addresses, root } from './bundle.mjs'
import { escaped } from './template.mjs'

/**
 * Of the source's last commit, or what SOURCE_DATE_EPOCH says, as yyyy-mm-dd in UTC; empty where neither is known. Not of the build: the same
 * source gives the same octets on any day.
 */
export const sourceDate = dayOf(process.env.SOURCE_DATE_EPOCH ?? lastCommit())

function dayOf(seconds) {
    return /^\d{1,11}$/.test(seconds) && Number(seconds) > 0 ? new Date(Number(seconds) * 1000).toISOString().slice(0, 10) : ''
}

function lastCommit() {
    try {
        return execFileSync('git', ['log', '-1', '--format=%ct'], { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
    } catch {
        return ''
    }
}

/** An address of package.json as one that leads somewhere; null where there is none. */
function webAddress(given) {
    const text = (typeof given === 'string' ? given : given?.url)?.replace(/^git\+/, '').replace(/\.git$/, '')
    return text !== undefined && URL.canParse(text) && new URL(text).protocol === 'https:' ? text : null
}

/** What is not known has no link. */
const links = { Source: webAddress(addresses.repository), Documentation: webAddress(addresses.homepage), 'Report a problem': webAddress(addresses.bugs) }

const linkTo = (address, text) => `<a href="${escaped(address)}" target="_blank" rel="noopener noreferrer">${escaped(text)}</a>`

/** Goes right behind the version. */
export const dated = sourceDate === '' ? '' : `, <time datetime="${sourceDate}">${sourceDate}</time>`
export const allLinks = Object.entries(links).filter(([, address]) => address !== null).map(([name, address]) => ` · ${linkTo(address, name)}`).join('')
/** One, under a name that needs no translation. */
export const oneLink = [links.Documentation ?? links.Source].filter((address) => address !== null)
    .map((address) => ` · ${linkTo(address, address.replace(/^https:\/\//, '').replace(/\/$/, ''))}`).join('')

export function hashCommands(file) {
    const commands = { Linux: `sha256sum ${file}`, macOS: `shasum -a 256 ${file}`, Windows: `certutil -hashfile ${file} SHA256` }
    return `<ul>${Object.entries(commands).map(([system, command]) => `<li>${system}: <code>${command}</code></li>`).join('')}</ul>`
}

/** The folded part of a footer, in English. */
export function howToCheck(file) {
    return `<details class="more about"><summary>Is this the right file?</summary>
<p>Its SHA-256 has to be the one in <code>SHA256SUMS</code> inside the zip of the release. No page can read its own file, and a forged one would show you the right sum, so let your system compute it:</p>
${hashCommands(file)}
</details>`
}
