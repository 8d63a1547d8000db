//! The active fault rules.

use super::early::EarlyRetries;
use super::rule::{CallbackFault, Fault, FaultRule, RequestFault};
use crate::random::Random;
use crate::service::Service;

/// A rule, with the number of matches and of injected faults so far.
#[derive(Debug)]
struct Active {
    id: u64,
    rule: FaultRule,
    matched: u64,
    injected: u64,
}

impl Active {
    /// Returns whether the rule applies to a request or callback, and counts it.
    fn applies(&mut self, service: Service, name: &str, random: &mut Random) -> bool {
        let rule = &self.rule;
        if rule.service.is_some_and(|other| other != service)
            || rule.name.as_ref().is_some_and(|other| other != name)
        {
            return false;
        }
        self.matched += 1;
        let applies = rule.nth.is_none_or(|nth| nth == self.matched)
            && rule.times.is_none_or(|times| self.injected < times)
            && rule.probability.is_none_or(|probability| random.happens(probability));
        self.injected += u64::from(applies);
        applies
    }
}

/// The active fault rules.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    last: u64,
    rules: Vec<Active>,
    /// The requests that must wait before they are retried.
    pub(crate) early_retries: EarlyRetries,
}

impl Faults {
    /// Adds a rule and returns its id.
    pub(crate) fn add(&mut self, rule: FaultRule) -> u64 {
        self.last += 1;
        self.rules.push(Active { id: self.last, rule, matched: 0, injected: 0 });
        self.last
    }

    /// Removes a rule. Returns whether there was one with this id.
    pub(crate) fn remove(&mut self, id: u64) -> bool {
        let before = self.rules.len();
        self.rules.retain(|active| active.id != id);
        self.rules.len() < before
    }

    /// Removes all rules.
    pub(crate) fn clear(&mut self) {
        self.rules.clear();
    }

    /// Returns the rules with their ids, and how often each fault was injected.
    pub(crate) fn list(&self) -> impl Iterator<Item = (u64, &FaultRule, u64)> {
        self.rules.iter().map(|active| (active.id, &active.rule, active.injected))
    }

    /// Returns the fault of a request, by the first rule that applies.
    pub(crate) fn of_request(
        &mut self,
        service: Service,
        operation: &str,
        random: &mut Random,
    ) -> Option<RequestFault> {
        self.rules.iter_mut().find_map(|active| match &active.rule.fault {
            Fault::Request(fault) => {
                let fault = fault.clone();
                active.applies(service, operation, random).then_some(fault)
            }
            Fault::Callback(_) => None,
        })
    }

    /// Returns the fault of a callback, by the first rule that applies.
    pub(crate) fn of_callback(
        &mut self,
        service: Service,
        event: &str,
        random: &mut Random,
    ) -> Option<CallbackFault> {
        self.rules.iter_mut().find_map(|active| match &active.rule.fault {
            Fault::Callback(fault) => {
                let fault = fault.clone();
                active.applies(service, event, random).then_some(fault)
            }
            Fault::Request(_) => None,
        })
    }
}
