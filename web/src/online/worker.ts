import { served } from '../core/call'
import { checkCa, runCheckCa } from '../core/calls/check-ca'
import { checkChain, runCheckChain } from '../core/calls/check-chain'
import { inspect, runInspect } from '../core/calls/inspect'
import { serve } from '../core/worker'

/** The worker of this page. It signs nothing. */
serve([served(inspect, runInspect), served(checkCa, runCheckCa), served(checkChain, runCheckChain)])
