//! The values that a plan is to keep: where their paths begin, and how far those that look everywhere are worth following.

use std::cell::OnceCell;

use cwasm_spec::model::{Spec, ValuePath};
use cwasm_spec::version::Edition;

use super::captures::Pending;
use super::reach::Reach;

/// The wanted values of a release.
pub(super) struct Wanted<'s> {
    spec: &'s Spec,
    edition: Edition,
    /// Each behind the type that it begins in, sorted.
    roots: Vec<(u16, u16)>,
    /// By value, the type that it looks for everywhere.
    goals: Vec<Option<u16>>,
    /// Made when it is first asked: few layouts are searched everywhere.
    reach: OnceCell<Reach>,
}

impl<'s> Wanted<'s> {
    /// `wanted` says by index which values of the description these are.
    pub(super) fn new(spec: &'s Spec, edition: Edition, wanted: &[bool]) -> Self {
        let paths = || (0_u16..).zip(spec.values.iter().zip(wanted));
        let begin = |(slot, (path, wanted)): (u16, (&ValuePath, &bool))| wanted.then_some((path.root, slot));
        let mut roots: Vec<_> = paths().filter_map(begin).collect();
        roots.sort_unstable();
        let goal = |(_, (path, wanted)): (u16, (&ValuePath, &bool))| {
            let name = path.steps.iter().filter(|_| *wanted).find_map(|step| step.strip_prefix('*'))?;
            u16::try_from(spec.types.iter().position(|ty| ty.name == name)?).ok()
        };
        Self { spec, edition, roots, goals: paths().map(goal).collect(), reach: OnceCell::new() }
    }

    /// The values that begin in a type.
    pub(super) fn roots(&self, ty: u16) -> Vec<u16> {
        let start = self.roots.partition_point(|(root, _)| *root < ty);
        let here = self.roots.iter().skip(start).take_while(|(root, _)| *root == ty);
        here.map(|(_, slot)| *slot).collect()
    }

    /// Takes paths into a type: who looks for it everywhere has found it, and who looks for one that cannot come up in it
    /// need not go on.
    pub(super) fn enter(&self, ty: u16, paths: &mut Vec<Pending>) {
        paths.retain_mut(|path| match self.goal(*path) {
            Some(goal) if goal == ty => {
                *path = path.advanced();
                true
            }
            Some(goal) => self.reach.get_or_init(|| Reach::new(self.spec, self.edition)).contains(ty, goal),
            None => true,
        });
    }

    /// The type that a path looks for everywhere from here on.
    fn goal(&self, path: Pending) -> Option<u16> {
        let goal = self.goals.get(usize::from(path.slot)).copied().flatten();
        goal.filter(|_| path.everywhere(self.spec).is_some())
    }
}
