// Makes dist/ from web/src and the built core: `node web/build.mjs [--core DIR] [--out DIR] [--connect "ORIGIN ..."]
// [--packages FILE]`. The parts are in web/build/.
//   index.html    the online page in one file, with msal-browser.js and config.example.json beside it; --connect fixes in its
//                 policy what it may reach
//   signer.html   the page in one file
//   languages/    the same in one language besides English, whole: signer.de.html …
//   dev-certs.html   development certificates, in one file
//   popcert/      the package: element, headless API, types, and the page again
//   SHA256SUMS    of all of it
// --packages: where the names of the npm packages go that are in it, as JSON.
// The same input gives the same octets.

import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { gzipSync } from 'node:zlib'
import { bundledPackages, root, sha256 } from './build/bundle.mjs'
import { devPage } from './build/dev-page.mjs'
import { onlinePage } from './build/online-page.mjs'
import { packageFiles } from './build/package.mjs'
import { editions, signerPage } from './build/signer-page.mjs'

const { values: options } = parseArgs({
    options: {
        core: { type: 'string', default: join(root, 'build/wasm') },
        out: { type: 'string', default: join(root, 'dist') },
        connect: { type: 'string' },
        packages: { type: 'string' },
    },
})
const core = resolve(options.core)
const out = resolve(options.out)

/** Names, and the most octets that it may have, compressed: what a visitor waits for, and what a portal takes into its page. */
// An edition says everything in its language; the signer itself says most of it in English.
const mostGzipOctets = [[/^signer\.html$/, 180 * 1024], [/^languages\//, 184 * 1024], [/^dev-certs\.html$/, 180 * 1024], [/^popcert\/element\.js$/, 5_000]]

const under = (folder, files) => Object.fromEntries(Object.entries(files).map(([name, text]) => [`${folder}/${name}`, text]))

const signer = await signerPage(core)
const files = {
    ...await onlinePage(core, options.connect),
    'signer.html': signer,
    ...under('languages', await editions(core)),
    'dev-certs.html': await devPage(core),
    ...under('popcert', await packageFiles(core, signer)),
}

await rm(out, { recursive: true, force: true })
for (const [name, text] of Object.entries(files)) {
    await mkdir(join(out, name, '..'), { recursive: true })
    await writeFile(join(out, name), text)
}
const sums = Object.entries(files).map(([name, text]) => `${sha256(text)}  ${name}\n`)
await writeFile(join(out, 'SHA256SUMS'), sums.join(''))
if (options.packages !== undefined) await writeFile(options.packages, `${JSON.stringify([...bundledPackages].sort())}\n`)

const gzipOctets = (text) => gzipSync(text, { level: 9 }).length
const kilobytes = (octets) => `${(octets / 1000).toFixed(1)} KB`.padStart(10)
for (const [name, text] of Object.entries(files)) {
    const octets = gzipOctets(text)
    console.log(`${name.padEnd(32)}${kilobytes(Buffer.byteLength(text))}${kilobytes(octets)} gzip`)
    const [, most] = mostGzipOctets.find(([pattern]) => pattern.test(name)) ?? []
    if (octets > most) throw new Error(`${name} has ${octets} octets compressed, and ${most} are the most.`)
}
