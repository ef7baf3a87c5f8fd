// Makes dist/site/: `node web/build/site.mjs [--dist DIR] [--out DIR] [--release DIR]`. Static pages, which work from any path of any
// server, and from files. --release: of which "Get it" names the files, with sizes and sums, and carries them; without it, what is
// built is named as it is, a build and no release.
import { cp, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { root, sha256, version } from './bundle.mjs'
import { editions } from './editions.mjs'
import { audiences, docsPages, pageOf } from './site-docs.mjs'
import { errorsPage } from './site-errors.mjs'
import { sitePage } from './site-page.mjs'
import { escaped } from './template.mjs'

const { values: options } = parseArgs({
    options: {
        dist: { type: 'string', default: join(root, 'dist') }, out: { type: 'string', default: join(root, 'dist/site') }, release: { type: 'string' },
    },
})
const dist = resolve(options.dist)
const out = resolve(options.out)

const whatFor = [
    [/\.zip$/, 'everything that people open: signer, online page, element'], [/\.tgz$/, 'the package for npm, with the command'],
    [/^signer\.html$/, 'the signer alone, in one file'], ...editions.map(({ language, name, file }) => [new RegExp(`^(languages/)?${file}$`), `the signer in English and <span lang="${language}">${name}</span>, with every message`]),
    [/\.cdx\.json$/, 'bill of materials, CycloneDX'],
    [/^SHA256SUMS$/, 'sums of these'], [/\.provenance\.json$/, 'source, tools and sums, to make it again'],
]
const kilobytes = (octets) => `${Math.ceil(octets / 1000).toLocaleString('en')} KB`

/** Rows of the files in a folder, and where they lie on the site. */
async function rowsOf(folder, place, names) {
    const rows = await Promise.all(names.map(async (name) => {
        const file = join(folder, name)
        const what = whatFor.find(([pattern]) => pattern.test(name))?.[1] ?? ''
        return `<tr><td><a href="${place}${name}"${/\.html$/.test(name) && place !== '' ? ' download' : ''}>${escaped(name)}</a><br>${what}</td><td>${kilobytes((await stat(file)).size)}</td>`
            + `<td><code class="sum">${sha256(await readFile(file))}</code></td></tr>`
    }))
    return `<div class="table" tabindex="0" role="group" aria-label="Files"><table><thead><tr><th>File</th><th>Size</th><th>SHA-256</th></tr></thead>
<tbody>${rows.join('\n')}</tbody></table></div>`
}

async function getIt() {
    if (options.release === undefined) {
        return `<p>This is a build of ${version}, and no release: who made it says whether to trust it.</p>\n${await rowsOf(dist, '', ['signer.html', ...editions.map(({ file }) => `languages/${file}`)])}`
    }
    const names = (await readdir(options.release)).sort()
    const statement = JSON.parse(await readFile(join(options.release, names.find((name) => name.endsWith('.provenance.json'))), 'utf8'))
    const { sourceDate, sourceIsClean } = statement.predicate.buildDefinition.internalParameters
    await cp(options.release, join(out, 'files'), { recursive: true })
    const trial = sourceIsClean ? '' : ' <strong>A trial, from changes that are in no commit: not to be given out.</strong>'
    return `<p>Version ${version}, from the source of ${sourceDate.slice(0, 10)}.${trial}</p>\n${await rowsOf(options.release, 'files/', names)}`
}

const commands = {
    Linux: 'sha256sum --ignore-missing -c SHA256SUMS', macOS: 'shasum -a 256 --ignore-missing -c SHA256SUMS', Windows: 'certutil -hashfile signer.html SHA256',
}

async function frontPage() {
    const forWhom = Object.entries(audiences).map(([audience, files]) => {
        const [first] = Object.entries(files)
        return `<li>${audience}: <a href="${pageOf(first[0])}">${first[1]}</a></li>`
    })
    return sitePage('popcert: proof that you hold a CA’s key', `<h1>Prove to a provisioning service that you hold a CA’s private key</h1>
<p>Azure’s Device Provisioning Service and IoT Hub show a verification code for a CA that was uploaded. popcert signs a certificate for that
code with the CA’s key, on your own computer: the key goes nowhere.</p>
<p><a class="start" href="signer.html?site">Open the signer</a></p>
<p>It is this one file, and its own policy forbids every connection. Save it, and it works without a network, too.</p>
<p>The same with every message in one more language: ${editions.map(({ language, name, file }) => `<a href="languages/${file}" lang="${language}" hreflang="${language}">${name}</a>`).join(' · ')}</p>
<p><img src="images/signer.png" alt="The signer: code, private key out of a PFX, CA certificate, and the checks before anything is signed"></p>
<h2 id="get-it">Get it</h2>
${await getIt()}
<p>To compare the sums, in the folder of the files:</p>
<div class="table" tabindex="0" role="group" aria-label="Commands"><table><tbody>
${Object.entries(commands).map(([system, command]) => `<tr><th scope="row">${system}</th><td><code class="sum">${command}</code></td></tr>`).join('\n')}
</tbody></table></div>
<p>Where the sums on this page and the files come from the same server, they only show that the download is whole. That a file is what its source
makes, <a href="releasing.html#check-one">anybody can show by making it again</a>.</p>
<h2>For whom</h2>
<ul>
${forWhom.join('\n')}
</ul>
<h2>What was verified, and how</h2>
<p><a href="security.html">Each promise, with the test or tool that holds it</a>, and what is not promised. A message that stops you:
<a href="errors.html">all of them, with what to do</a>.</p>`)
}

await rm(out, { recursive: true, force: true })
await mkdir(join(out, 'images'), { recursive: true })
const pages = { 'index.html': await frontPage(), 'errors.html': await errorsPage(), ...await docsPages() }
for (const [name, text] of Object.entries(pages)) await writeFile(join(out, name), text)
for (const name of ['signer.png', 'online.png']) await cp(join(root, 'docs', name), join(out, 'images', name))
await cp(join(dist, 'signer.html'), join(out, 'signer.html'))
await cp(join(dist, 'languages'), join(out, 'languages'), { recursive: true })
console.log(`${Object.keys(pages).length} pages and the signer in ${options.out}`)
