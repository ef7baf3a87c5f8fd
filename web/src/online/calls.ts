import { CoreClient } from '../core/client'
import type { ChainCheck, CheckChainInput, Result } from '../core/protocol'
import { refusedChain } from '../core/refusal'

/** What this page's worker answers besides the core's calls. */
export interface OnlineCalls {
    checkChain: { readonly input: CheckChainInput; readonly output: Result<ChainCheck> }
}

export type OnlineCore = CoreClient<OnlineCalls>

export function startCore(): OnlineCore {
    return new CoreClient<OnlineCalls>({ checkChain: refusedChain })
}
