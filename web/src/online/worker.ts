import { served } from '../core/call'
import { check, runCheck } from '../core/calls/check'
import { checkChain, runCheckChain } from '../core/calls/check-chain'
import { inspect, runInspect } from '../core/calls/inspect'
import { serve } from '../core/worker'

/** The worker of this page. It signs nothing. */
serve([served(inspect, runInspect), served(check, runCheck), served(checkChain, runCheckChain)])
