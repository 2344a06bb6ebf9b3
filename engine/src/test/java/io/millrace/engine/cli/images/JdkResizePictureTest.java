package io.millrace.engine.cli.images;

import io.millrace.engine.cli.turbojpeg.TurboJpeg;
import org.jspecify.annotations.Nullable;

/// The same without libjpeg-turbo.
class JdkResizePictureTest extends ResizePictureTest {
    @Override
    @Nullable TurboJpeg turbo() {
        return null;
    }
}
