<?php
/**
 * Plugin Name:       OT Elements
 * Description:       Shows who is in a live session, and how many: blocks, shortcodes and elements for OpenTok, Vonage Video, or the tabs of one browser.
 * Version:           0.1.0
 * Requires at least: 5.9
 * Requires PHP:      7.4
 * Author:            ot-elements contributors
 * License:           MIT
 * License URI:       https://opensource.org/licenses/MIT
 * Text Domain:       ot-elements
 * Domain Path:       /languages
 *
 * @package ot-elements
 */

defined( 'ABSPATH' ) || exit;

/** Part of the scripts' URLs. A query would not apply to the scripts that ot-elements.js imports. */
const OT_ELEMENTS_VERSION = '0.1.0';

require __DIR__ . '/includes/settings.php';
require __DIR__ . '/includes/elements.php';
require __DIR__ . '/includes/shortcodes.php';
require __DIR__ . '/includes/blocks.php';
require __DIR__ . '/includes/rest.php';

add_action( 'init', 'ot_elements_load_textdomain' );
add_action( 'wp_enqueue_scripts', 'ot_elements_enqueue_script' );
add_action( 'wp_enqueue_scripts', 'ot_elements_enqueue_style' );
add_filter( 'script_loader_tag', 'ot_elements_script_tag', 10, 3 );

function ot_elements_load_textdomain() {
	load_plugin_textdomain( 'ot-elements', false, 'ot-elements/languages' );
}

function ot_elements_script_url() {
	return plugins_url( 'assets/' . OT_ELEMENTS_VERSION . '/ot-elements.js', __FILE__ );
}

/** Loads the script on every page, since posts, widgets, and templates may all contain the elements. */
function ot_elements_enqueue_script() {
	wp_enqueue_script( 'ot-elements', ot_elements_script_url(), array(), null, true ); // phpcs:ignore WordPress.WP.EnqueuedResourceParameters.MissingVersion
}

/** Gives an element directly in a post's content a box, which themes lay out. */
function ot_elements_enqueue_style() {
	wp_register_style( 'ot-elements', false, array(), OT_ELEMENTS_VERSION );
	wp_add_inline_style( 'ot-elements', '.entry-content > ot-session, .entry-content > ot-connection-count { display: block; }' );
	wp_enqueue_style( 'ot-elements' );
}

/** WordPress has functions for modules only since version 6.5. */
function ot_elements_script_tag( $tag, $handle, $src ) {
	if ( 'ot-elements' !== $handle ) {
		return $tag;
	}
	// also allows data- markup to send requests to the origin of the endpoint in the settings
	$origin = ot_elements_origin( ot_elements_settings()['endpoint'] );
	$more   = '' !== $origin ? sprintf( ' data-ot-origins="%s"', esc_attr( $origin ) ) : '';
	// phpcs:ignore WordPress.WP.EnqueuedResources.NonEnqueuedScript
	return sprintf( '<script type="module" src="%s" id="ot-elements-js"%s></script>' . "\n", esc_url( $src ), $more );
}
