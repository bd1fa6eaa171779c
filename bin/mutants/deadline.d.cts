/** What Stryker tells a reporter, as far as the deadline listens. */
interface Deadline {
  onMutationTestingPlanReady(plan: { readonly mutantPlans: readonly { mutant: object }[] }): void;
  onMutantTested(result: object): void;
}

export const strykerPlugins: readonly [
  {
    readonly kind: 'Reporter';
    readonly name: 'deadline';
    readonly injectableClass: new (options: {
      readonly jsonReporter: { readonly fileName: string };
    }) => Deadline;
  },
];
