declare const self: ServiceWorkerGlobalScope;

/** Some browsers give a new address from time to time; whoever is told stays so, while their session is open. */
export const renew = async ({
  newSubscription,
  oldSubscription,
}: PushSubscriptionChangeEvent): Promise<void> => {
  const given =
    newSubscription ??
    (oldSubscription === null
      ? null
      : await self.registration.pushManager.subscribe(
          oldSubscription.options as PushSubscriptionOptionsInit,
        ));
  if (given === null) return;
  await fetch('/api/v1/me/push', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(given),
  });
};
