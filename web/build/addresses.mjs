/** Where the project lives, for the links in the footers and for the package's description: npm's `repository`, `homepage` and `bugs`. */
import { execFileSync } from 'node:child_process'

/** Public places that have issues under one path. On others the address may be of somebody's own network, and is not told to everybody. */
const places = ['github.com', 'gitlab.com', 'codeberg.org']

/** `https://HOST/OWNER/NAME` of what git calls a remote, by whatever protocol and with whatever credentials; null where it is no public place. */
export function publicRepository(remote) {
    const [, host, path] = /^(?:(?:(?:git\+)?https?|ssh|git):\/\/)?(?:[^@/\s]*@)?([a-z0-9.-]+)(?::\d+(?=\/))?[:/]([^?#\s]+?)(?:\.git)?\/?$/i.exec(remote.trim()) ?? []
    if (host === undefined || !places.includes(host.toLowerCase()) || !/^[\w.-]+(\/[\w.-]+)+$/.test(path)) return null
    return `https://${host.toLowerCase()}/${path}`
}

function remoteOf(root) {
    try {
        return execFileSync('git', ['remote', 'get-url', 'origin'], { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
    } catch {
        return ''
    }
}

/**
 * What package.json says goes first. Else POPCERT_REPOSITORY, where it is set, or the place from which the folder was cloned: a build of
 * github.com/somebody/popcert leads to github.com/somebody/popcert. Only what is known is there.
 */
export function addressesOf({ repository, homepage, bugs }, root) {
    if (repository !== undefined) return JSON.parse(JSON.stringify({ repository, homepage, bugs }))
    const found = publicRepository(process.env.POPCERT_REPOSITORY ?? remoteOf(root))
    if (found === null) return {}
    return {
        repository: { type: 'git', url: `git+${found}.git` }, homepage: homepage ?? `${found}#readme`, bugs: bugs ?? { url: `${found}/issues` },
    }
}
