/** The files that tests/vectors/make-fixtures made. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const repository = fileURLToPath(new URL('../../', import.meta.url))
/** What the build made; POPCERT_DIST names another build. */
export const dist = process.env.POPCERT_DIST ?? join(repository, 'dist')
const fixturesFolder = join(repository, 'build', 'fixtures')

export const PASSWORD = 'correct horse'
/** The shape of an Azure IoT Hub code. */
export const CODE = '106A5SD242AF512B3498BD6098C4941E66R34H268DDB3288'
/** Key types of CAs that must work. */
export const KEY_TYPES = ['rsa2048', 'rsa2046', 'rsa3072', 'rsa4096', 'p256', 'p384', 'p521']

if (!existsSync(join(fixturesFolder, 'index.tsv'))) {
    throw new Error('build/fixtures is missing: run tests/vectors/make-fixtures first')
}

export const fixturePath = (name) => join(fixturesFolder, name)
export const hasFixture = (name) => existsSync(fixturePath(name))
/** @returns {Uint8Array} a copy of its own, as a browser's `arrayBuffer()` would give it */
export const fixture = (name) => new Uint8Array(readFileSync(fixturePath(name)))

const listOf = (text) => (text === '-' ? [] : text.split(','))

/** What must open: index.tsv, one object per line. */
export function fixtureIndex() {
    return readFileSync(fixturePath('index.tsv'), 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => {
            const [file, password, keys, certificates, tool] = line.split('\t')
            return {
                file,
                password: password === '-' ? undefined : password,
                keys: listOf(keys),
                certificates: listOf(certificates),
                tool,
            }
        })
}

/** The file of a certificate that index.tsv names. */
export const certificateFile = (name) => [`certs/${name}.der`, `names/${name}.der`].find(hasFixture)
