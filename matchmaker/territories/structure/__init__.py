"""What a territory consists of: technoparks, engineering centres, design bureaus, laboratories, campuses…"""
