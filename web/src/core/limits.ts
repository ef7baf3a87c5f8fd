/**
 * What TypeScript has to know of the core's limits before it calls: maxInputOctets, since what is larger must not be copied into the
 * core's memory to be told so; mostCodes, which one call signs and one request file may ask for; and of how many octets a text may be
 * in which codes are looked for, and how many random ones each code takes. core/base/limits.h says why they are what they are.
 */
export { maxInputOctets, maxCodes as mostCodes, maxCodeTextOctets, randomOctets } from '../../../core/base/limits.json'
