/**
 * Two releases, octet by octet: `node tools/release/compare.mjs DIR DIR`. Ends with 1 where they differ, and says where; other tools
 * that made the same octets are told, and are no difference.
 * `node tools/release/compare.mjs --commit FILE` prints the commit that a provenance statement names, and ends with 1 where none does;
 * `--repository FILE` the address that it names, or nothing.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { unzipSync } from 'fflate'

const isStatement = (name) => name.endsWith('.provenance.json')
const sourceOf = (statement) => statement.predicate.buildDefinition
const toolchainOf = (statement) => sourceOf(statement).internalParameters.toolchain

function printCommit(file) {
    const { internalParameters, resolvedDependencies } = sourceOf(JSON.parse(readFileSync(file, 'utf8')))
    const commit = resolvedDependencies.find(({ name }) => name === 'source')?.digest.gitCommit
    if (commit === undefined || !internalParameters.sourceIsClean) process.exit(1)
    console.log(commit)
}

function printRepository(file) {
    console.log(sourceOf(JSON.parse(readFileSync(file, 'utf8'))).externalParameters.repository ?? '')
}

/** Names of the files in two archives that are not the same. */
function differingMembers(one, other) {
    const [left, right] = [unzipSync(one), unzipSync(other)]
    return [...new Set([...Object.keys(left), ...Object.keys(right)])]
        .filter((name) => left[name] === undefined || right[name] === undefined || Buffer.compare(left[name], right[name]) !== 0)
}

/** With the same tools both ways the statements are the same, too. */
function differencesOfStatements(one, other) {
    const [left, right] = [JSON.parse(one), JSON.parse(other)]
    const [mine, theirs] = [toolchainOf(left), toolchainOf(right)]
    const tools = [...new Set([...Object.keys(mine), ...Object.keys(theirs)])].filter((name) => mine[name] !== theirs[name])
    for (const name of tools) console.log(`note       ${name} was ${mine[name]} there and is ${theirs[name]} here`)
    sourceOf(right).internalParameters.toolchain = mine
    return JSON.stringify(left) === JSON.stringify(right) ? [] : ['what it says of source and sums']
}

function compare(given, made) {
    const names = [...new Set([...readdirSync(given), ...readdirSync(made)])].sort()
    let same = true
    for (const name of names) {
        const [one, other] = [given, made].map((folder) => { try { return readFileSync(join(folder, name)) } catch { return null } })
        if (one === null || other === null) {
            console.log(`MISSING    ${name}, ${one === null ? 'there' : 'here'}`)
            same = false
            continue
        }
        let differences = Buffer.compare(one, other) === 0 ? null : []
        if (differences !== null && isStatement(name)) {
            const found = differencesOfStatements(one, other)
            differences = found.length === 0 ? null : found
        }
        if (differences !== null && name.endsWith('.zip')) differences = differingMembers(one, other)
        console.log(differences === null ? `the same   ${name}` : `DIFFERENT  ${[name, ...differences].join('\n             ')}`)
        same &&= differences === null
    }
    console.log(same ? 'The release is what its source makes.' : 'The release is not what its source makes here.')
    return same
}

const [first, second] = process.argv.slice(2)
if (first === '--commit') printCommit(second)
else if (first === '--repository') printRepository(second)
else process.exitCode = compare(first, second) ? 0 : 1
