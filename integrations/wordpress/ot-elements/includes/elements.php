<?php
/**
 * The elements: which attributes authors may write, and the markup.
 *
 * @package ot-elements
 */

defined( 'ABSPATH' ) || exit;

add_filter( 'wp_kses_allowed_html', 'ot_elements_allow_html', 10, 2 );

/**
 * What an author may say who must not script. No `token`: it would be public, and let an author have visitors join a
 * session that is none of the site's. No `service`: visitors' tokens would go there.
 */
function ot_elements_attributes( $tag ) {
	$attributes = array(
		'ot-session'          => array( 'engine', 'session-id', 'api-key', 'application-id', 'src', 'credentials', 'roster', 'connection-events-suppressed', 'lowercase-events', 'connect-on', 'reconnect' ),
		'ot-connection-count' => array( 'for', 'src', 'refresh', 'count', 'person-key', 'text-zero', 'text-one', 'text-two', 'text-few', 'text-many', 'text-other', 'max', 'notation', 'min', 'text-few-people', 'text-stale', 'announce' ),
	);
	return $attributes[ $tag ];
}

/**
 * Whether an author may have visitors ask this address: of this site, or of where the settings' endpoint is.
 *
 * @param string $src The attribute's value.
 */
function ot_elements_is_allowed_src( $src ) {
	$origins = array( '' );
	foreach ( array( home_url(), ot_elements_settings()['endpoint'] ) as $address ) {
		$origins[] = preg_quote( ot_elements_origin( $address ), '~' );
	}
	// no backslash, tab or newline: a browser takes /\ for //
	$pattern = '~^(?:' . implode( '|', $origins ) . ')/(?!/)[\w\-.\~%!$&\'()*+,;=:@/?]*$~D';
	return (bool) preg_match( $pattern, ot_elements_decode( $src ) );
}

/** Of an address without one, ''. */
function ot_elements_origin( $address ) {
	return preg_match( '~^https?://[^/?#@\\\\]+~i', $address, $found ) ? $found[0] : '';
}

/** What a browser makes of an attribute's value, as posts hold it, with character references or without. */
function ot_elements_decode( $value ) {
	return html_entity_decode( $value, ENT_QUOTES | ENT_HTML5, 'UTF-8' );
}

/** Lets KSES keep the elements in posts of those who may not write any HTML they like. */
function ot_elements_allow_html( $allowed, $context ) {
	if ( 'post' !== $context ) {
		return $allowed;
	}
	foreach ( array( 'ot-session', 'ot-connection-count' ) as $tag ) {
		$ours        = array_fill_keys( ot_elements_attributes( $tag ), true );
		$ours['src'] = array( 'value_callback' => 'ot_elements_is_allowed_src' );
		// and what any element may have: class, id, lang, style, data-* …
		$allowed[ $tag ] = $ours + ( isset( $allowed['span'] ) ? $allowed['span'] : array() );
	}
	return $allowed;
}

/**
 * An element's markup.
 *
 * @param string $tag     Its name.
 * @param array  $given   Attribute to value, true for one without. What is not allowed is left out, as is what is empty.
 * @param string $content HTML.
 */
function ot_elements_render( $tag, $given, $content ) {
	$html = '<' . $tag;
	foreach ( array_merge( array( 'id', 'class', 'lang' ), ot_elements_attributes( $tag ) ) as $name ) {
		if ( isset( $given[ $name ] ) && '' !== $given[ $name ] ) {
			$html .= true === $given[ $name ] ? " $name" : sprintf( ' %s="%s"', $name, esc_attr( $given[ $name ] ) );
		}
	}
	return "$html>$content</$tag>";
}

/** A block may have anything that JSON has. */
function ot_elements_is_value( $value ) {
	return true === $value || ( is_string( $value ) && '' !== $value );
}

/** What an author gave, without what is empty, and without an address that authors may not have asked. */
function ot_elements_given( $given ) {
	$given = array_filter( $given, 'ot_elements_is_value' );
	if ( isset( $given['src'] ) && ! ot_elements_is_allowed_src( $given['src'] ) ) {
		unset( $given['src'] );
	}
	return $given;
}

/** An ot-connection-count's markup. */
function ot_elements_render_count( $given, $content ) {
	return ot_elements_render( 'ot-connection-count', ot_elements_given( $given ), $content );
}

/** An ot-session's markup. What a session on the vendor's platform needs beside its id comes from the settings. */
function ot_elements_render_session( $given, $content ) {
	$given = ot_elements_given( $given );
	if ( ! isset( $given['engine'] ) || 'opentok' === $given['engine'] ) {
		$settings = ot_elements_settings();
		$src      = '' !== $settings['endpoint'] ? $settings['endpoint'] : rest_url( 'ot-elements/v1/credentials' );
		if ( isset( $given['session-id'] ) ) {
			$src = add_query_arg( 'session-id', rawurlencode( ot_elements_decode( $given['session-id'] ) ), $src );
		}
		$given += array( 'src' => $src );
		if ( ! isset( $given['api-key'] ) && ! isset( $given['application-id'] ) ) {
			$given[ ctype_digit( $settings['application_id'] ) ? 'api-key' : 'application-id' ] = $settings['application_id'];
		}
	}
	return ot_elements_render( 'ot-session', $given, $content );
}
