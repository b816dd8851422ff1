//! Colours: from OKLCH to what a screen shows, how well two can be told apart, and by whom.

/// A colour as OKLCH names it.
#[derive(Clone, Copy)]
pub struct Oklch {
    pub lightness: f64,
    pub chroma: f64,
    /// In degrees.
    pub hue: f64,
}

/// A colour as a screen shows it, 0–255 each.
pub type Rgb = [u8; 3];

/// How a person's eyes mix red, green and blue light.
type Sight = [[f64; 3]; 3];

/// Full colour vision, and the two common kinds of red-green blindness (after Machado and others, severity 1).
pub const SIGHTS: [Sight; 3] = [
    [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]],
    [[0.152_286, 1.052_583, -0.204_868], [0.114_503, 0.786_281, 0.099_216], [-0.003_882, -0.048_116, 1.051_998]],
    [[0.367_322, 0.860_646, -0.227_968], [0.280_085, 0.672_501, 0.047_413], [-0.011_820, 0.042_940, 0.968_881]],
];

impl Oklch {
    /// The nearest colour that a screen can show.
    pub fn to_rgb(self) -> Rgb {
        let (sin, cos) = self.hue.to_radians().sin_cos();
        let (a, b) = (self.chroma * cos, self.chroma * sin);
        let l = (self.lightness + 0.396_337_777_4 * a + 0.215_803_757_3 * b).powi(3);
        let m = (self.lightness - 0.105_561_345_8 * a - 0.063_854_172_8 * b).powi(3);
        let s = (self.lightness - 0.089_484_177_5 * a - 1.291_485_548_0 * b).powi(3);
        [
            4.076_741_662_1 * l - 3.307_711_591_3 * m + 0.230_969_929_2 * s,
            -1.268_438_004_6 * l + 2.609_757_401_1 * m - 0.341_319_396_5 * s,
            -0.004_196_086_3 * l - 0.703_418_614_7 * m + 1.707_614_701_0 * s,
        ]
        .map(encode)
    }
}

/// `#rrggbb`.
pub fn hex([red, green, blue]: Rgb) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

/// The contrast ratio of WCAG 2, from 1 to 21.
pub fn contrast(one: Rgb, other: Rgb) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// How far apart two colours look to this sight (distance in OKLab; 0.02 is just noticeable).
pub fn distance(sight: &Sight, one: Rgb, other: Rgb) -> f64 {
    let (one, other) = (perceived(sight, one), perceived(sight, other));
    one.iter().zip(other).map(|(a, b)| (a - b).powi(2)).sum::<f64>().sqrt()
}

fn perceived(sight: &Sight, color: Rgb) -> [f64; 3] {
    let light = color.map(decode);
    let [r, g, b] = sight.map(|row| row.iter().zip(light).map(|(weight, x)| weight * x).sum::<f64>().clamp(0.0, 1.0));
    let l = (0.412_221_470_8 * r + 0.536_332_536_3 * g + 0.051_445_992_9 * b).cbrt();
    let m = (0.211_903_498_2 * r + 0.680_699_545_1 * g + 0.107_396_956_6 * b).cbrt();
    let s = (0.088_302_461_9 * r + 0.281_718_837_6 * g + 0.629_978_700_5 * b).cbrt();
    [
        0.210_454_255_3 * l + 0.793_617_785_0 * m - 0.004_072_046_8 * s,
        1.977_998_495_1 * l - 2.428_592_205_0 * m + 0.450_593_709_9 * s,
        0.025_904_037_1 * l + 0.782_771_766_2 * m - 0.808_675_766_0 * s,
    ]
}

fn luminance(color: Rgb) -> f64 {
    let [red, green, blue] = color.map(decode);
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/// From linear light to a byte.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to 0–255 before")]
fn encode(linear: f64) -> u8 {
    let linear = linear.clamp(0.0, 1.0);
    let value = if linear <= 0.003_130_8 { 12.92 * linear } else { 1.055 * linear.powf(1.0 / 2.4) - 0.055 };
    (value * 255.0).round().clamp(0.0, 255.0) as u8
}

/// From a byte to linear light.
fn decode(byte: u8) -> f64 {
    let value = f64::from(byte) / 255.0;
    if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contrast_spans_from_one_to_twenty_one() {
        let (black, white) = ([0; 3], [255; 3]);
        assert!((contrast(black, white) - 21.0).abs() < 1e-9);
        assert!((contrast(white, white) - 1.0).abs() < 1e-9);
    }

    #[test]
    fn red_and_green_come_nearer_without_red_cones() {
        let (red, green) = ([200, 60, 50], [90, 130, 40]);
        assert!(distance(&SIGHTS[1], red, green) < distance(&SIGHTS[0], red, green) / 2.0);
    }

    #[test]
    fn the_accent_of_azure_is_the_measured_one() {
        let accent = Oklch { lightness: 0.5, chroma: 0.17, hue: 258.0 };
        assert_eq!(hex(accent.to_rgb()), "#145ec1");
    }
}
