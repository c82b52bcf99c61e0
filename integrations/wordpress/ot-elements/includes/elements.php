<?php
/**
 * The elements: the attributes that authors may use, and the markup.
 *
 * @package ot-elements
 */

defined( 'ABSPATH' ) || exit;

add_filter( 'wp_kses_allowed_html', 'ot_elements_allow_html', 10, 2 );

/**
 * The attributes that authors without the unfiltered_html capability may use. Not `token`: it would be public, and could
 * make visitors join a session of another site. Not `service`: visitors' tokens would be sent there.
 */
function ot_elements_attributes( $tag ) {
	$attributes = array(
		'ot-session'          => array( 'engine', 'session-id', 'api-key', 'application-id', 'src', 'credentials', 'roster', 'connection-events-suppressed', 'lowercase-events', 'connect-on', 'reconnect' ),
		'ot-connection-count' => array( 'for', 'src', 'refresh', 'count', 'person-key', 'text-zero', 'text-one', 'text-two', 'text-few', 'text-many', 'text-other', 'max', 'notation', 'min', 'text-few-people', 'text-stale', 'announce' ),
	);
	return $attributes[ $tag ];
}

/**
 * Whether authors may use this URL: one on this site, or with the origin of the endpoint in the settings.
 *
 * @param string $src The attribute's value.
 */
function ot_elements_is_allowed_src( $src ) {
	$origins = array( '' );
	foreach ( array( home_url(), ot_elements_settings()['endpoint'] ) as $address ) {
		$origins[] = preg_quote( ot_elements_origin( $address ), '~' );
	}
	// no backslash, tab, or newline: browsers parse /\ as //
	$pattern = '~^(?:' . implode( '|', $origins ) . ')/(?!/)[\w\-.\~%!$&\'()*+,;=:@/?]*$~D';
	return (bool) preg_match( $pattern, ot_elements_decode( $src ) );
}

/** Returns the origin of a URL, or '' if it is relative. */
function ot_elements_origin( $address ) {
	return preg_match( '~^https?://[^/?#@\\\\]+~i', $address, $found ) ? $found[0] : '';
}

/** Decodes character references in an attribute's value, as a browser does. */
function ot_elements_decode( $value ) {
	return html_entity_decode( $value, ENT_QUOTES | ENT_HTML5, 'UTF-8' );
}

/** Makes KSES keep the elements in posts by authors without the unfiltered_html capability. */
function ot_elements_allow_html( $allowed, $context ) {
	if ( 'post' !== $context ) {
		return $allowed;
	}
	foreach ( array( 'ot-session', 'ot-connection-count' ) as $tag ) {
		$ours        = array_fill_keys( ot_elements_attributes( $tag ), true );
		$ours['src'] = array( 'value_callback' => 'ot_elements_is_allowed_src' );
		// including global attributes: class, id, lang, style, data-* …
		$allowed[ $tag ] = $ours + ( isset( $allowed['span'] ) ? $allowed['span'] : array() );
	}
	return $allowed;
}

/**
 * Returns an element's markup.
 *
 * @param string $tag     The tag name.
 * @param array  $given   Maps attributes to values, or to true. Empty and disallowed ones are omitted.
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

/** Whether an attribute has a value. In a block, it may be any JSON value. */
function ot_elements_is_value( $value ) {
	return true === $value || ( is_string( $value ) && '' !== $value );
}

/** Removes empty attributes, and a `src` that authors may not use. */
function ot_elements_given( $given ) {
	$given = array_filter( $given, 'ot_elements_is_value' );
	if ( isset( $given['src'] ) && ! ot_elements_is_allowed_src( $given['src'] ) ) {
		unset( $given['src'] );
	}
	return $given;
}

/** Returns the markup of an ot-connection-count. */
function ot_elements_render_count( $given, $content ) {
	return ot_elements_render( 'ot-connection-count', ot_elements_given( $given ), $content );
}

/** Returns the markup of an ot-session. On the vendor's platform, the settings provide everything except the session ID. */
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
