//! Plans that were made once: making one costs more than walking a small payload along it.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};

use cwasm_spec::model::Spec;
use cwasm_spec::query::Target;
use cwasm_spec::version::Edition;

use super::plan::{Plan, compile};
use super::{Asked, asked, identity};

/// What depends on nothing but the description, the release and the target; shared between threads.
pub(crate) struct Plans<'s> {
    pub(crate) spec: &'s Spec,
    plans: Made<Key<'s>, Plan<'s>>,
    asked: Made<Edition, Asked>,
}

/// Which plan.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Key<'s> {
    edition: Edition,
    layout: u16,
    /// Name of the target's architecture: some fields are there for it only.
    architecture: Option<&'s str>,
    purpose: Purpose,
}

/// Which values are kept.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Purpose {
    /// Those that the rules of the release ask for.
    Rules,
    /// Those that say what the file is.
    Identity,
}

impl<'s> Plans<'s> {
    pub(crate) fn new(spec: &'s Spec) -> Self {
        Self { spec, plans: Made::default(), asked: Made::default() }
    }

    /// The values that the rules of a release ask for.
    pub(super) fn asked(&self, edition: Edition) -> Arc<Asked> {
        self.asked.get(edition, || asked(self.spec, edition))
    }

    /// The plan of a layout.
    pub(super) fn plan(&self, edition: Edition, target: Target<'_>, layout: u16, purpose: Purpose) -> Arc<Plan<'s>> {
        let spec = self.spec;
        let named = |name: &str| spec.architectures.iter().find(|known| known.name == name);
        let architecture = target.architecture.and_then(|architecture| named(&architecture.name));
        let key = Key { edition, layout, architecture: architecture.map(|known| &*known.name), purpose };
        self.plans.get(key, || {
            let target = Target { architecture, system: None };
            match purpose {
                Purpose::Rules => compile(spec, edition, target, layout, &self.asked(edition).wanted),
                Purpose::Identity => compile(spec, edition, target, layout, &identity(spec)),
            }
        })
    }
}

/// Things that are made when they are first asked for.
struct Made<K, V> {
    made: Mutex<HashMap<K, Arc<V>>>,
}

impl<K, V> Default for Made<K, V> {
    fn default() -> Self {
        Self { made: Mutex::default() }
    }
}

impl<K: Eq + Hash, V> Made<K, V> {
    fn get(&self, key: K, make: impl FnOnce() -> V) -> Arc<V> {
        // Who panicked before has left no half of anything.
        let lock = || self.made.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(made) = lock().get(&key) {
            return Arc::clone(made);
        }
        // Made without the lock, so that nobody waits; two of the same are as good as one.
        let made = Arc::new(make());
        Arc::clone(lock().entry(key).or_insert(made))
    }
}
