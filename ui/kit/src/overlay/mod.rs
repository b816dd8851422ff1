//! What lies above the page.

mod dialog;
mod menu;
mod place;
mod popover;
mod toast;
mod tooltip;

pub use dialog::{Confirm, ConfirmProps, Dialog, DialogProps, DialogSize, Drawer, DrawerProps};
pub use menu::{Menu, MenuButton, MenuButtonProps, MenuItem, MenuProps};
pub use popover::{Placement, Popover, PopoverProps};
pub use toast::{ToastHost, ToastHostProps, ToastKind, Toasts, use_toasts};
pub use tooltip::{Tooltip, TooltipProps};
