//! What only shows.

mod avatar;
mod card;
mod chart;
mod description_list;
mod icon;
mod pill;
mod progress;
mod states;
mod timeline;

pub use avatar::{Avatar, AvatarProps};
pub use card::{Card, CardProps};
pub use chart::{Chart, ChartProps};
pub use description_list::{Description, DescriptionList, DescriptionListProps};
pub use icon::{Icon, IconProps, icons};
pub use pill::{Dot, DotProps, Pill, PillProps, Tag, TagColor, TagProps};
pub use progress::{Progress, ProgressProps};
pub use states::{EmptyState, EmptyStateProps, ErrorState, ErrorStateProps, Kbd, KbdProps, Skeleton, SkeletonProps, Spinner, SpinnerProps};
pub use timeline::{Timeline, TimelineItem, TimelineItemProps, TimelineProps};
