import {describeAborting} from './engine-contract/aborting.js';
import {describeForceDisconnect} from './engine-contract/force-disconnect.js';
import {describeJoining} from './engine-contract/joining.js';
import {type EngineContractSetup, useEngine} from './engine-contract/members.js';

/** The suite that every engine passes. */
export function describeEngineContract(
  name: string,
  setup: () => EngineContractSetup | Promise<EngineContractSetup>,
): void {
  describe(`The engine contract: ${name}`, () => {
    useEngine(setup);
    describeJoining();
    describeAborting();
    describeForceDisconnect();
  });
}
