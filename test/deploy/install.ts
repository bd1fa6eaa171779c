import { install, whyNot } from './ministack';

/** Once for all of them: two that install it at the same time would be in each other's way. */
export default function installOnce(): void {
  if (whyNot() === null) install();
}
