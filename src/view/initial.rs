//! First values of globals, elements and offsets: a constant, or how it is computed.

use crate::generated::described::{
    ConstExpr, ConstOp, FuncIndex, GlobalConstValue, GlobalIndex, GlobalInit, TableElementExpression, TableInitialValue,
};

/// Where a first value comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Initial<'v> {
    /// An integer of 32 bits.
    I32(i32),
    /// An integer of 64 bits.
    I64(i64),
    /// The bits of a float of 32 bits.
    F32(u32),
    /// The bits of a float of 64 bits.
    F64(u64),
    /// The bits of a vector.
    V128(u128),
    /// A null reference.
    Null,
    /// A reference to a function.
    Function(FuncIndex),
    /// An integer of 31 bits as a reference.
    I31(i32),
    /// The value of a global.
    Global(GlobalIndex),
    /// The result of some instructions.
    Expression(&'v [ConstOp]),
}

/// Where data or elements go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Offset<'v> {
    /// To this offset.
    Constant(u64),
    /// To the value of a global, and so many bytes or elements behind that.
    Global(GlobalIndex, u64),
    /// To the result of some instructions.
    Expression(&'v [ConstOp]),
}

impl<'v> Initial<'v> {
    /// `None` for what is imported, and so has a value already.
    pub(super) fn of_global(init: GlobalInit) -> Option<Self> {
        Some(match init {
            GlobalInit::I32Const(value) => Self::I32(value),
            GlobalInit::I64Const(value) => Self::I64(value),
            GlobalInit::F32Const(bits) => Self::F32(bits),
            GlobalInit::F64Const(bits) => Self::F64(bits),
            GlobalInit::V128Const(bits) => Self::V128(bits),
            GlobalInit::GetGlobal(global) => Self::Global(global),
            GlobalInit::RefI31Const(value) => Self::I31(value),
            GlobalInit::RefNullConst => Self::Null,
            GlobalInit::RefFunc(function) => Self::Function(function),
            GlobalInit::Import => return None,
        })
    }

    pub(super) fn of_constant(value: GlobalConstValue) -> Self {
        match value {
            GlobalConstValue::I32(value) => Self::I32(value),
            GlobalConstValue::I64(value) => Self::I64(value),
            GlobalConstValue::F32(bits) => Self::F32(bits),
            GlobalConstValue::F64(bits) => Self::F64(bits),
            GlobalConstValue::V128(bits) => Self::V128(bits),
        }
    }

    /// An expression, or what it always gives.
    pub(super) fn of_expression(expression: &'v ConstExpr) -> Self {
        match *expression.ops {
            [ConstOp::I32Const(value)] => Self::I32(value),
            [ConstOp::I64Const(value)] => Self::I64(value),
            [ConstOp::F32Const(bits)] => Self::F32(bits),
            [ConstOp::F64Const(bits)] => Self::F64(bits),
            [ConstOp::V128Const(bits)] => Self::V128(bits),
            [ConstOp::GlobalGet(global)] => Self::Global(global),
            [ConstOp::I32Const(value), ConstOp::RefI31] => Self::I31(value),
            [ConstOp::RefNull | ConstOp::RefNullSince37(_)] => Self::Null,
            [ConstOp::RefFunc(function)] => Self::Function(function),
            _ => Self::Expression(&expression.ops),
        }
    }

    pub(super) fn of_element(element: TableElementExpression) -> Self {
        match element {
            TableElementExpression::Function(function) => Self::Function(function),
            TableElementExpression::GlobalGet(global) => Self::Global(global),
            TableElementExpression::Null => Self::Null,
        }
    }

    pub(super) fn of_table(value: &'v TableInitialValue) -> Self {
        match value {
            TableInitialValue::Null { .. } => Self::Null,
            TableInitialValue::Expr(expression) => Self::of_expression(expression),
            TableInitialValue::FuncRef(function) => Self::Function(*function),
            TableInitialValue::GlobalGet(global) => Self::Global(*global),
            TableInitialValue::I31Ref(value) => Self::I31(*value),
        }
    }
}

impl<'v> Offset<'v> {
    /// A number behind the value of a global, or alone.
    pub(super) fn behind(base: Option<GlobalIndex>, offset: u64) -> Self {
        base.map_or(Self::Constant(offset), |global| Self::Global(global, offset))
    }

    pub(super) fn of_expression(expression: &'v ConstExpr) -> Self {
        match Initial::of_expression(expression) {
            // Addresses are unsigned.
            Initial::I32(value) => Self::Constant(u64::from(value.cast_unsigned())),
            Initial::I64(value) => Self::Constant(value.cast_unsigned()),
            Initial::Global(global) => Self::Global(global, 0),
            _ => Self::Expression(&expression.ops),
        }
    }
}
