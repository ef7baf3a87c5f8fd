/**
 * The versions of the API, and in which form each answers. Read from the vendor's recordings of 2017 to 2024, of which
 * recorded-facts.json has a row of each shape; a version between two recorded ones is assumed to answer like the one before it.
 */

/** Those that were recorded, are specified, or are in the vendor's SDKs; besides them any preview. */
const stable = {
    DPS: ['2017-11-15', '2018-01-22', '2020-03-01', '2021-10-15', '2022-02-05', '2022-12-12', '2026-08-31'],
    IoTHub: [
        '2017-07-01', '2018-01-22', '2018-04-01', '2019-03-22', '2019-11-04', '2020-03-01', '2021-03-31', '2021-07-01', '2021-07-02',
        '2023-06-30',
    ],
}
const day = /^20\d\d-\d\d-\d\d$/
const preview = /^20\d\d-\d\d-\d\d-preview$/

/** kind: undefined for the lists of subscriptions, which Resource Manager answers itself. */
export function knows(kind, version) {
    return kind === undefined ? day.test(version) : stable[kind].includes(version) || preview.test(version)
}

/** What a service answers where no version was asked for: as the page asks. */
export const usualVersions = { DPS: '2022-12-12', IoTHub: '2023-06-30' }

/**
 * @typedef {object} Form
 * @property {boolean} flat  the body of a PUT holds `certificate` and `isVerified` at its top; otherwise under `properties`
 * @property {'octets' | 'quoted'} etag  base64 of eight octets, or of a text in quotes
 * @property {'date' | 'never'} created  when the entry was made, or the first day of year 1
 * @property {'always' | 'with code'} certificate  in which answers it is; otherwise it is null there
 * @property {'uploaded' | 'DER'} certificateAs  byte for byte what was sent; or base64 of DER, but for the answer to the PUT itself
 *
 * @returns {Form} The last three were also seen otherwise under the same version, as services moved from one backend to another:
 *     a service of the emulator may therefore be told its own.
 */
export function formOf(kind, version) {
    const since = (first) => version.slice(0, 10) >= first
    if (kind === 'DPS') {
        return {
            flat: !since('2022-02-05'),
            etag: since('2020-03-01') ? 'quoted' : 'octets',
            created: since('2020-03-01') ? 'never' : 'date',
            // Recorded of 2021-10-15 and of 2023-03-01-preview; of those between and after them it is assumed.
            certificate: since('2023-03-01') ? 'always' : 'with code',
            certificateAs: since('2020-03-01') ? 'uploaded' : 'DER',
        }
    }
    return {
        flat: !since('2021-03-03'),
        etag: since('2021-07-01') ? 'quoted' : 'octets',
        created: since('2021-07-01') && !since('2022-04-30') ? 'never' : 'date',
        // Recorded since 2021-03-31; of those before it is assumed.
        certificate: 'always',
        certificateAs: since('2021-07-01') ? 'uploaded' : 'DER',
    }
}
