//! What is filled in. Inside a [`Field`], a control is joined to its label, help and error by itself.

mod calendar_panel;
mod choice;
mod combobox;
mod date_picker;
mod date_range;
mod date_time_picker;
mod field;
mod file_drop;
mod input;
mod listbox;
mod number;
mod select;
mod toggle;

pub use choice::Choice;
pub use combobox::{Combobox, ComboboxProps};
pub use date_picker::{DatePicker, DatePickerProps};
pub use date_range::{DateRange, DateRangePicker, DateRangePickerProps};
pub use date_time_picker::{DateTimePicker, DateTimePickerProps};
pub use field::{Field, FieldInfo, FieldProps, use_field};
pub use file_drop::{FileDrop, FileDropProps};
pub use input::{SearchInput, SearchInputProps, TextArea, TextAreaProps, TextInput, TextInputProps};
pub(crate) use listbox::{Listbox, option_id, step as step_listbox};
pub use number::{NumberInput, NumberInputProps};
pub use select::{Select, SelectProps};
pub use toggle::{Checkbox, CheckboxProps, Switch, SwitchProps};
