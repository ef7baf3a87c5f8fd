import type * as algorithms from '../../../../core/crypto/algorithms.json'

/** The curves of the core's table. */
export type CurveName = keyof typeof algorithms.curves

/** The hashes of the core's table. */
export type HashName = keyof typeof algorithms.hashes
