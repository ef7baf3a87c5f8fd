/**
 * From what and with what a release was made: an in-toto statement with SLSA's predicate. Nobody signed it; it says what to repeat,
 * and `./dev release --verify` repeats it. What signs is the platform's attestation, where the workflow of .github/ made the release.
 */

/**
 * subjects: name -> SHA-256. toolchain: name -> version. commit: null where the source is in no commit. repository: the address that pages and
 * package tell, or null.
 */
export function provenance({ version, commit, repository, date, clean, subjects, toolchain, sources }) {
    const pins = sources.split('\n').filter((line) => /^\w/.test(line)).map((line) => line.split(/\s+/))
    return {
        _type: 'https://in-toto.io/Statement/v1',
        subject: Object.entries(subjects).map(([name, sha256]) => ({ name, digest: { sha256 } })),
        predicateType: 'https://slsa.dev/provenance/v1',
        predicate: {
            buildDefinition: {
                buildType: 'urn:popcert:dev-release:1',
                externalParameters: { version, command: './dev release', repository },
                internalParameters: { sourceDate: date.toISOString(), sourceIsClean: clean, toolchain },
                resolvedDependencies: [
                    ...(commit === null ? [] : [{ name: 'source', digest: { gitCommit: commit } }]),
                    ...pins.map(([name, , sha256, place]) => ({ name, uri: place, digest: { sha256 } })),
                ],
            },
            runDetails: { builder: { id: 'urn:popcert:dev-release' } },
        },
    }
}
