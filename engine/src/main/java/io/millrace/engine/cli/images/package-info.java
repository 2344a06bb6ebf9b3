/// The command `images`: resizes the pictures of a folder.
///
/// [ImagesCommand] reads the options into an [ImagesPlan]; [ImagesRun] submits one [PictureTask]
/// for each picture that [PictureFolder] finds. In a worker [ResizePicture] sends a task through
/// [PictureReader], [PictureColours], [PictureScaler], [Orientation] and [PictureWriter].
///
/// [PictureCheck] compares a file with what its format says about it, before a decoder of
/// `javax.imageio` reads the file: the decoders accept files that are cut or damaged. A
/// [PictureCorrection] repairs what a decoder is known to get wrong.
@NullMarked
package io.millrace.engine.cli.images;

import org.jspecify.annotations.NullMarked;
