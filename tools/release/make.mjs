/**
 * Puts a release together from what is built: `node tools/release/make.mjs --out DIR --date SECONDS --toolchain FILE --packages FILE
 * [--dist DIR] [--commit HASH] [--dirty]`. The same input gives the same octets, whatever the zone, the language and the machine.
 *   popcert-<version>.zip               what people open, with START-HERE.html
 *   popcert-<version>.tgz               the package for npm
 *   signer.html                         the one file, for a machine that must have no other
 *   signer.<language>.html              its editions, each whole in one language besides English
 *   popcert-<version>.cdx.json          bill of materials
 *   SHA256SUMS                          of these
 *   popcert-<version>.provenance.json   source, tools and sums
 * date: of the source. toolchain: lines `name version`. packages: JSON list of what the bundler took in (web/build.mjs).
 */
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { addresses, root, sha256, version } from '../../web/build/bundle.mjs'
import { editions } from '../../web/build/editions.mjs'
import { tarballOf, zipOf } from './archive.mjs'
import { billOfMaterials } from './bill.mjs'
import { provenance } from './provenance.mjs'

const { values: options } = parseArgs({
    options: {
        dist: { type: 'string', default: join(root, 'dist') }, out: { type: 'string' }, commit: { type: 'string' }, date: { type: 'string' },
        dirty: { type: 'boolean', default: false }, toolchain: { type: 'string' }, packages: { type: 'string' },
    },
})
const out = resolve(options.out)
const date = new Date(Number(options.date) * 1000)
const read = (path) => readFile(resolve(root, path))

/** What stands in START-HERE.html of a page, where the build made it. */
const pages = {
    'signer.html': 'Sign a verification code with your CA’s key, in one file that never connects to anything',
    'index.html': 'Take a CA to <em>Verified</em> on your services; needs a server, see the documentation of the online page',
    'dev-certs.html': 'Make certificates for development',
}
/** Copied as the build made them, where it did. */
const others = ['msal-browser.js', 'config.example.json']

const style = 'body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:42rem;padding:0 1rem;color-scheme:light dark}code{font-size:.9em}'
    + 'li{margin:.5rem 0}'

async function startHere(present) {
    const parts = {
        version, style, styleHash: sha256(style, 'base64'), date: date.toISOString().slice(0, 10),
        sentences: 'popcert proves to a cloud provisioning service that you hold the private key of a CA. Open the signer below, give it '
            + 'the code that the service shows, the key and the CA certificate, and upload the certificate that it makes. The key '
            + 'does not leave your computer.',
        links: present.filter((name) => name in pages)
            .map((name) => `<li><a href="${name}"><strong>${name}</strong></a>: ${pages[name]}.</li>`).join('\n'),
        editions: editions.map(({ language, name, file, lead, promise }) => `<li lang="${language}"><a href="languages/${file}"><strong>${name}</strong></a>: ${lead} ${promise}</li>`).join('\n'),
    }
    return (await read('tools/release/START-HERE.html')).toString().replaceAll(/\{\{(\w+)\}\}/g, (_, name) => parts[name])
}

/** In the order of the names, as sha256sum reads it. */
const sumsOf = (files) => Object.keys(files).sort().map((name) => `${sha256(files[name])}  ${name}\n`).join('')

async function peoplesFiles() {
    const made = await readdir(options.dist)
    const present = [...Object.keys(pages), ...others].filter((name) => made.includes(name))
    const fromDist = async (name) => [name, await readFile(join(options.dist, name))]
    const files = {
        ...Object.fromEntries(await Promise.all([...present, ...editions.map(({ file }) => `languages/${file}`)].map(fromDist))),
        // A portal copies both into one folder.
        'element/element.js': await readFile(join(options.dist, 'popcert/element.js')),
        'element/signer.html': await readFile(join(options.dist, 'signer.html')),
        LICENSE: await read('LICENSE'),
        'THIRD-PARTY-NOTICES.txt': await read('third_party/notices.txt'),
        'START-HERE.html': Buffer.from(await startHere(present)),
    }
    return { ...files, SHA256SUMS: Buffer.from(sumsOf(files)) }
}

const json = (value) => Buffer.from(`${JSON.stringify(value, null, 2)}\n`)
const toolchain = Object.fromEntries((await readFile(options.toolchain, 'utf8')).split('\n').filter(Boolean)
    .map((line) => [line.slice(0, line.indexOf(' ')), line.slice(line.indexOf(' ') + 1)]))
const sources = (await read('third_party/sources.txt')).toString()
const inFolder = Object.fromEntries(Object.entries(await peoplesFiles()).map(([name, octets]) => [`popcert-${version}/${name}`, octets]))

const files = {
    [`popcert-${version}.zip`]: zipOf(inFolder, date),
    [`popcert-${version}.tgz`]: await tarballOf(join(options.dist, 'popcert')),
    'signer.html': await readFile(join(options.dist, 'signer.html')),
    ...Object.fromEntries(await Promise.all(editions.map(async ({ file }) => [file, await readFile(join(options.dist, 'languages', file))]))),
    [`popcert-${version}.cdx.json`]: json(billOfMaterials({
        version, date, sources, lock: JSON.parse(await read('package-lock.json')), packages: JSON.parse(await readFile(options.packages, 'utf8')),
        emscripten: toolchain.emscripten,
    })),
}
const subjects = Object.fromEntries(Object.keys(files).sort().map((name) => [name, sha256(files[name])]))
const repository = addresses.repository?.url ?? addresses.repository ?? null
const statement = provenance({ version, commit: options.commit ?? null, repository, date, clean: !options.dirty, subjects, toolchain, sources })

await rm(out, { recursive: true, force: true })
await mkdir(out, { recursive: true })
const all = { ...files, SHA256SUMS: sumsOf(files), [`popcert-${version}.provenance.json`]: json(statement) }
for (const [name, octets] of Object.entries(all)) await writeFile(join(out, name), octets)
console.log(`popcert ${version}, from the source of ${date.toISOString()}`)
process.stdout.write(sumsOf(files))
