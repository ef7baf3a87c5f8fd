import { checkChain } from '../core/chain'
import type { CheckChainInput } from '../core/protocol'
import { refusedChain } from '../core/refusal'
import { alsoAnswer } from '../core/worker'

/** The worker of this page: what the core's does, and chains. */
alsoAnswer({ checkChain: { run: (core, input: CheckChainInput) => checkChain(core, input), refused: refusedChain } })
