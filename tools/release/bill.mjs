/** The bill of materials, CycloneDX 1.6: what is in the files that are given out, and not what only builds or tests them. */
import { createHash } from 'node:crypto'

/** The names in third_party/sources.txt. A new one has to be put into one of the two lists. */
const linked = { bearssl: { license: 'MIT', description: 'Cryptography, in the WebAssembly', website: 'https://bearssl.org' } }
const onlyForTests = ['catch2']

/** sources: text of third_party/sources.txt. */
function linkedSources(sources) {
    const lines = sources.split('\n').filter((line) => line !== '' && !line.startsWith('#')).map((line) => line.split(/\s+/))
    const unknown = lines.map(([name]) => name).find((name) => !(name in linked) && !onlyForTests.includes(name))
    if (unknown !== undefined) throw new Error(`tools/release/bill.mjs does not say whether ${unknown} is part of what is given out.`)
    return Object.keys(linked).map((name) => {
        const [, version, hash, place] = lines.find(([each, , , where]) => each === name && where.startsWith('https:')) ?? []
        if (version === undefined) throw new Error(`third_party/sources.txt has no address for ${name}.`)
        const { license, description, website } = linked[name]
        const purl = `pkg:generic/${name}@${version}?checksum=sha256:${hash}&download_url=${encodeURIComponent(place)}`
        return {
            type: 'library', 'bom-ref': purl, name, version, description, licenses: [{ license: { id: license } }], purl,
            externalReferences: [
                { type: 'website', url: website },
                { type: 'source-distribution', url: place, hashes: [{ alg: 'SHA-256', content: hash }] },
            ],
        }
    })
}

function runtime(version) {
    const purl = `pkg:generic/emscripten@${version}`
    return {
        type: 'library', 'bom-ref': purl, name: 'emscripten', version,
        description: 'Runtime in the WebAssembly and its glue: Embind, musl, libc++, compiler-rt',
        licenses: [{ expression: '(MIT OR NCSA) AND MIT AND Apache-2.0 WITH LLVM-exception' }], purl,
        externalReferences: [{ type: 'website', url: 'https://emscripten.org' }],
    }
}

/** lock: package-lock.json. */
function bundledPackage(name, lock) {
    const locked = lock.packages[`node_modules/${name}`]
    if (locked === undefined) throw new Error(`package-lock.json does not have ${name}.`)
    const purl = `pkg:npm/${name.replace('@', '%40')}@${locked.version}`
    const [, algorithm, hash] = /^(sha512)-(.+)$/.exec(locked.integrity)
    return {
        type: 'library', 'bom-ref': purl, ...(name.startsWith('@') ? { group: name.split('/')[0], name: name.split('/')[1] } : { name }),
        version: locked.version, licenses: [{ license: { id: locked.license } }], purl,
        externalReferences: [{
            type: 'distribution', url: purl,
            hashes: [{ alg: algorithm.replace('sha', 'SHA-'), content: Buffer.from(hash, 'base64').toString('hex') }],
        }],
    }
}

/** Of the content, so that the same release has the same number: RFC 9562, version 8. */
function serialNumber(content) {
    const hex = createHash('sha256').update(JSON.stringify(content)).digest('hex')
    const variant = (0x8 | (parseInt(hex[16], 16) & 0x3)).toString(16)
    return `urn:uuid:${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

/** packages: names of npm packages that the bundler took in. date: of the source. */
export function billOfMaterials({ version, date, sources, lock, packages, emscripten }) {
    const components = [...linkedSources(sources), runtime(emscripten), ...packages.map((name) => bundledPackage(name, lock))]
    const self = `popcert@${version}`
    const content = {
        metadata: {
            timestamp: date.toISOString(),
            lifecycles: [{ phase: 'build' }],
            component: {
                type: 'application', 'bom-ref': self, name: 'popcert', version, licenses: [{ license: { id: 'MIT' } }],
                description: "Makes verification certificates: proof to a provisioning service that you hold a CA's private key",
            },
        },
        components,
        dependencies: [
            { ref: self, dependsOn: components.map((each) => each['bom-ref']) },
            ...components.map((each) => ({ ref: each['bom-ref'] })),
        ],
    }
    return { $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json', bomFormat: 'CycloneDX', specVersion: '1.6', serialNumber: serialNumber(content), version: 1, ...content }
}
